"""Facts shipped with the product, each with its source (SOURCES.md)."""
