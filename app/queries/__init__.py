"""Reads bigger than get-by-id: one question a file."""
