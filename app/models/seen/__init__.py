"""The rules of visibility: for each table, which of its rows exist for a viewer (decisions 3–6, 8)."""
