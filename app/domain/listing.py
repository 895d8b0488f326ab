"""Public listing (公示): how it can end."""

MET = "met"  # 摘牌: put right, looked at on the spot
VOID = "void"  # its order was made void: it is shown no longer
