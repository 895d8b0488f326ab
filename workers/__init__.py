"""The edge that runs by itself: jobs as SYSTEM."""
