"""Kept operation (被保留的操作): what can become of one that could not be applied when it came (decision 35)."""

from enum import StrEnum


class Resolution(StrEnum):
    APPLIED = "applied"  # 自动入库: what it waited for came
    ACCEPTED = "accepted"  # 收下: a person let it in
    VOID = "void"  # 作废: a person set it aside, with a reason
