"""Kept operation (被保留的操作): what can become of one that could not be applied when it came (decision 35)."""

from enum import StrEnum


class Resolution(StrEnum):
    APPLIED = "applied"  # 自动入库: what it waited for came
    ACCEPTED = "accepted"  # 收下: a person let it in
    JOINED = "joined"  # 并入: a person put it into what is there already
    VOID = "void"  # 作废: a person set it aside, with a reason


REASONS = (
    "after_release",
    "conflict",
    "grant_revoked",
    "kind_unknown",
    "old_schema",
    "out_of_scope",
    "subject_closed",
    "waits_for_parent",
)
RULE = "rule"  # any other: a rule of the workflow, which has a sentence of its own
MOST_AT_ONCE = 100  # decided together
