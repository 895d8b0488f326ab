"""Head files (指纹文件) by themselves: the sweep writes one at each ten minutes, a job brings it to each place, one has it stamped."""

from datetime import datetime, timedelta

from app import outside
from app.actions.heads import deliver, write_head_file
from app.actions.journal import plan
from app.actions.time_token import fetch_tokens
from app.domain.reactions import DELIVER
from app.outside.time_authority import TimeAuthority

AGAIN = timedelta(minutes=1)


def write(at: datetime) -> None:
    """In the sweep: cheap, and nothing in it waits for anybody outside."""
    if write_head_file(outside.our_key(), at) is not None:
        _ask_for_delivery(at)
        authority = outside.time_authority()
        if authority is not None:
            plan(DELIVER, authority.key, at)


def bring(key: str, at: datetime) -> None:
    """To one place, by its key; it is asked again in a minute while it does not answer."""
    authority = outside.time_authority()
    if authority is not None and authority.key == key:
        _stamp(authority, at)
    for place in outside.places():
        if place.key == key and not deliver(place, at):
            plan(DELIVER, key, at + AGAIN)


def _stamp(authority: TimeAuthority, at: datetime) -> None:
    """A token goes where its file went."""
    fetched = fetch_tokens(authority, at)
    if fetched.some:
        _ask_for_delivery(at)
    if not fetched.whole:
        plan(DELIVER, authority.key, at + AGAIN)


def _ask_for_delivery(at: datetime) -> None:
    for place in outside.places():
        plan(DELIVER, place.key, at)
