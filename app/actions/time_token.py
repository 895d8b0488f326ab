"""Time tokens (时间戳): asked for one head file after the other, in order; a head file waits for none of them."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Protocol

from app.actions.heads import held_delivery
from app.db import db
from app.models import HeadDelivery, HeadToken
from app.outside import Named
from app.outside.faults import PlaceAway
from app.outside.time_token import DoesNotFit, TimeToken
from app.queries.heads import files_without_token, newest_head_file

MOST, LONGEST = 50, 20.0  # questions and seconds in one go: behind it, head files wait for the same worker


class Authority(Named, Protocol):
    def token_over(self, text: bytes) -> TimeToken: ...


@dataclass(frozen=True)
class Fetched:
    some: bool
    whole: bool


def fetch_tokens(authority: Authority, at: datetime) -> Fetched:
    """Those that the authority owes us. Files of before it was set up have none: the newest vouches for all."""
    newest = newest_head_file()
    row, until = held_delivery(authority, newest.n - 1 if newest else 0, at), monotonic() + LONGEST
    files, some = files_without_token(row.delivered_n, MOST), False
    for file in files:
        token = _asked(authority, row, file.text.encode())
        if token is None:
            return Fetched(some, whole=False)
        db.session.add(HeadToken(n=file.n, at=token.at, by=token.by, content=token.content))
        row.delivered_n, row.delivered_at, some = file.n, at, True
        if monotonic() > until:
            return Fetched(some, whole=False)
    return Fetched(some, whole=len(files) < MOST)


def _asked(authority: Authority, row: HeadDelivery, text: bytes) -> TimeToken | None:
    """None: what was answered, or that nothing was, stands in the row."""
    try:
        return authority.token_over(text)
    except PlaceAway as away:
        row.trouble = str(away)[:120]
    except DoesNotFit as token:
        row.trouble = token.misfit
    return None
