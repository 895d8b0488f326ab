"""Abuse (滥用): what people who should not would try, and that it fails."""
