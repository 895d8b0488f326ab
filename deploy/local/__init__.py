"""The embedded deployment (自带部署): private servers and builds for one machine, on the standard library alone."""
