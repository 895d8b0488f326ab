"""Set-based reads over many towns at once; SYSTEM only, the one place where Core SQL is allowed."""
