"""Planted bugs (埋下的缺陷): by name, each a replacement by dotted name; a walk that does not catch one is no walk."""
