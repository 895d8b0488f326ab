"""Races (竞争): real transactions on real time, many at once; what must agree whoever wins."""
