"""Head files (指纹文件) by themselves: the sweep writes one at each ten minutes, a job brings it to each place."""

from datetime import datetime, timedelta

from app import outside
from app.actions.heads import deliver, write_head_file
from app.actions.journal import plan
from app.domain.reactions import DELIVER

AGAIN = timedelta(minutes=1)


def write(at: datetime) -> None:
    """In the sweep: cheap, and nothing in it waits for anybody outside."""
    if write_head_file(outside.our_key(), at) is not None:
        for place in outside.places():
            plan(DELIVER, place.key, at)


def bring(key: str, at: datetime) -> None:
    """To one place, by its key; it is asked again in a minute while it does not answer."""
    for place in outside.places():
        if place.key == key and not deliver(place, at):
            plan(DELIVER, key, at + AGAIN)
