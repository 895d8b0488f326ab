"""Receipts as witnesses (回执作证): what phones were told of a row, held against the row as it is now."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from app.receipts import genuine
from app.verify.chains import Claim
from app.verify.found import Found, found

Claims = dict[UUID, list[Claim]]


class NoReceipts(ValueError):
    """The file holds something else."""


def receipts_in(text: str) -> list[dict[str, Any]]:
    """A list, as the server answers with, or one receipt a line."""
    try:
        said = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(line) for line in text.splitlines() if line]
        )
        return [dict(each) for each in said]
    except (ValueError, TypeError) as unreadable:
        raise NoReceipts from unreadable


def claims_of(receipts: Iterable[dict[str, Any]], secret: str, claims: Claims) -> Iterator[Found]:
    """Fills `claims` by stream; one that we did not sign is evidence of nothing and is said."""
    for place, receipt in enumerate(receipts, 1):
        if genuine(secret, receipt):
            claims[UUID(receipt["stream"])].append(Claim(int(receipt["seq"]), str(receipt["head"])))
        else:
            yield found("receipt_forged", place=place)


def no_claims() -> Claims:
    return defaultdict(list)
