"""Verify (核验): everything recomputed from its rows and bytes, and what does not hold named exactly, in words."""
