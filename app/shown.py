"""Shown (给人看的小图): a small picture goes out only while its bytes are those that were made; else it is reported, not shown."""

from hashlib import sha256 as hash_of

from app.actions.journal import plan
from app.db import db, now, ring_after_commit
from app.domain.problems import Problem
from app.domain.reactions import LOOK_AT
from app.queries.prints import digests_of
from app.storage import photo_store


def shown(sha256: str, size: int) -> bytes | None:
    """None: not made yet. What was made and is lost or changed is a refusal, and the worker looks at it at once."""
    digest, content = digests_of(sha256).get(size), photo_store().small(sha256, size)
    if digest is None or (content is not None and hash_of(content).hexdigest() == digest):
        return content
    plan(LOOK_AT, sha256, now())
    ring_after_commit(LOOK_AT, sha256)
    db.session.commit()  # although the answer is a refusal
    raise Problem("photo_integrity")
