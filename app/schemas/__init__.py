"""Outside words to our words: shapes and types only, unknown fields are refused."""
