"""Pictures (图片): what bytes say they are, what they say of themselves, and what is made of them; no tables, no store."""
