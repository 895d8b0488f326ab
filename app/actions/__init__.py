"""Writes: verbs that take objects, never ids, and never commit."""
