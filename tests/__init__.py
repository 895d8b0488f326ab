"""Tests (测试): see README.md."""
