"""Evidence (整改佐证): what answers a finding, and the review (核查) that decides on it."""

from datetime import datetime, timedelta
from enum import StrEnum

PHOTOS_WITHIN = timedelta(hours=72)


class EvidenceState(StrEnum):
    WAITING = "waiting"  # some declared photos have not arrived
    WHOLE = "whole"  # waits for a review
    PASSED = "passed"
    RETURNED = "returned"
    KEPT = "kept"  # the step was no longer legal when it became whole


class Verdict(StrEnum):
    PASS = "pass"  # 通过，销号
    RETURN = "return"  # 退回


class PhotoRole(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    CLEAN = "clean"
    ONSITE_AFTER = "onsite_after"
    RECHECK = "recheck"
    SELFCHECK = "selfcheck"
    DOCUMENT = "document"  # a paper or a place that a request speaks of


class PhotoOwner(StrEnum):
    FINDING = "finding"
    EVIDENCE = "evidence"
    VISIT = "visit"
    REQUEST = "request"
    SELFCHECK = "selfcheck"
    RECHECK = "recheck"


class PhotoSource(StrEnum):
    CAMERA = "camera"
    GALLERY = "gallery"


def evidence_time(received_at: datetime, whole_at: datetime) -> datetime:
    """Server receipt of the submission, if its photos came within 72 h, else the completion (decision 18)."""
    return received_at if whole_at - received_at <= PHOTOS_WITHIN else whole_at
