"""The nightly check (夜间核验): from 04:00 everything is looked at once, in slices that never hold the worker for long.

Originals first, then copies and packs, head files and their time tokens, then chains; each slice is a job of its own and goes on where the one before stopped.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from time import monotonic
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app import outside
from app.actions.integrity import note_check, tell
from app.actions.journal import plan
from app.db import db, ring_after_commit
from app.domain.calendar import SHANGHAI
from app.domain.heads import name_of
from app.domain.reactions import GO_ON
from app.models import NightlyCheck
from app.outside.faults import PlaceAway
from app.queries.heads import deliveries
from app.queries.integrity import (
    check_of,
    last_check,
    packs_after,
    photos_of,
    stamped_after,
    stamped_copies_of,
    standing_files,
)
from app.queries.proof import Span, blobs_after, files_with_tokens, span_after
from app.storage import photo_store
from app.verify.cases import check_cases
from app.verify.found import Report, found
from app.verify.heads import OUTSIDE, Files
from app.verify.photos import check_tables, fault_of
from app.verify.time_tokens import Tokens
from app.verify.whole import Witnesses, check_chains, check_heads
from workers.copies import look_at_pack, look_at_stamped
from workers.photo import fault_of_prints, make
from workers.stamp import welcome

HOUR = 4  # of China's day
SECONDS = 15.0  # of one slice
ORIGINALS, COPIES, FILES, STREAMS = 500, 500, 10_000, 200  # of one slice at most
MOST_TOLD = 200
FIRST = UUID(int=0)


def begin(at: datetime) -> None:
    """In the sweep: once a day; a machine that slept at four does it when it is awake."""
    local = at.astimezone(SHANGHAI)
    last = last_check()
    if local.hour < HOUR or (last is not None and last.day >= local.date()):
        return
    new = {"day": local.date(), "begun_at": at, "part": "photos", "cursor": ""}
    empty: dict[str, object] = {"looked": {}, "codes": {}, "told": [], "doubted": []}
    db.session.execute(insert(NightlyCheck).values(**new, **empty).on_conflict_do_nothing())
    plan(GO_ON, local.date(), at)


def go_on(key: str, at: datetime) -> None:
    """One slice; the next one is asked for at once."""
    check, report = check_of(date.fromisoformat(key)), Report()
    if check.ended_at is not None:
        return
    PARTS[check.part](check, report, at)
    _add(check, report)
    if check.ended_at is None:
        plan(GO_ON, key, at)
        ring_after_commit(GO_ON, key)


def look(key: str, at: datetime) -> None:
    """At one photo that could not be shown: its small pictures are made anew from an original that is still whole."""
    trouble, wrong = fault_of(photo_store(), key), fault_of_prints(key)
    note_check(key, trouble, at)
    if wrong and trouble is None:
        tell(key, wrong, at)
        make(key)
        welcome(photos_of(key), at)
    for photo in stamped_copies_of(key):
        list(look_at_stamped(photo, at))


def _photos(check: NightlyCheck, report: Report, at: datetime) -> None:
    began, names = monotonic(), blobs_after(check.cursor, ORIGINALS)
    for sha256 in names:
        trouble = fault_of(photo_store(), sha256)
        note_check(sha256, trouble, at)
        report.take([found(trouble, sha256=sha256)] if trouble else [])
        report.looked["photos"] += 1
        check.cursor = sha256
        if monotonic() - began > SECONDS:
            return
    if len(names) < ORIGINALS:
        report.take(check_tables())
        report.take(check_cases())
        check.part, check.cursor = "copies", str(FIRST)


def _copies(check: NightlyCheck, report: Report, at: datetime) -> None:
    began, photos = monotonic(), stamped_after(UUID(check.cursor), COPIES)
    for photo in photos:
        report.take(look_at_stamped(photo, at))
        report.looked["copies"] += 1
        check.cursor = str(photo.id)
        if monotonic() - began > SECONDS:
            return
    if len(photos) < COPIES:
        check.part, check.cursor = "packs", str(FIRST)


def _packs(check: NightlyCheck, report: Report, at: datetime) -> None:
    began, packs = monotonic(), packs_after(UUID(check.cursor), COPIES)
    for pack in packs:
        report.take(look_at_pack(pack, at))
        report.looked["packs"] += 1
        check.cursor = str(pack.id)
        if monotonic() - began > SECONDS:
            return
    if len(packs) < COPIES:
        check.part, check.cursor = "heads", ""


def _heads(check: NightlyCheck, report: Report, _at: datetime) -> None:
    """The newest file of each place outside vouches for all of ours: each names the one before."""
    files = Files({outside.our_key().public}, _newest_outside(report))
    check_heads(report, files)
    check.doubted = sorted(set(standing_files(())) - set(files.standing))
    check.part, check.cursor = "tokens", "0"


def _tokens(check: NightlyCheck, report: Report, _at: datetime) -> None:
    """Those that are kept here; what lies outside is `flask verify`'s."""
    tokens, began, n = Tokens(outside.roots()), monotonic(), 0
    for it in tokens.check(files_with_tokens(int(check.cursor), FILES)):
        check.cursor, n = str(it.n), n + 1
        if monotonic() - began > SECONDS:
            break
    report.take(tokens.told)
    report.looked["tokens"] += tokens.count
    if n < FILES and monotonic() - began <= SECONDS:
        check.part, check.cursor = "chains", str(FIRST)


def _newest_outside(report: Report) -> dict[int, str]:
    """What each place gives back of the file it got last; one that does not answer now is asked tomorrow."""
    texts: dict[int, str] = {}
    brought = {row.place: row.delivered_n for row in deliveries()}
    for place in outside.places():
        n = brought.get(place.key, 0)
        if n and isinstance(place, outside.Readable):
            try:
                content = place.read(name_of(n))
            except PlaceAway:
                report.looked["places_away"] += 1
                continue
            if content is None:
                report.take([found("head_file_missing", n=n, last=n, where=OUTSIDE)])
            else:
                texts[n] = content.decode(errors="replace")
    return texts


def _chains(check: NightlyCheck, report: Report, at: datetime) -> None:
    began, standing = monotonic(), standing_files(set(check.doubted))
    while monotonic() - began < SECONDS:
        after = UUID(check.cursor)
        span = span_after(after, STREAMS)
        check_chains(report, Witnesses(standing), span or Span(after))
        if span is None or span.upto is None:
            check.ended_at = at
            return
        check.cursor = str(span.upto)


PARTS: dict[str, Callable[[NightlyCheck, Report, datetime], None]] = {
    "photos": _photos,
    "copies": _copies,
    "packs": _packs,
    "heads": _heads,
    "tokens": _tokens,
    "chains": _chains,
}


def _add(check: NightlyCheck, report: Report) -> None:
    check.looked = dict(Counter(check.looked) + report.looked)
    check.codes = dict(Counter(check.codes) + report.codes)
    told = [{"code": it.code, "place": it.place} for it in report.told]
    check.told = [*check.told, *told][:MOST_TOLD]
