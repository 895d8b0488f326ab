"""Commands that prove (flask verify, flask head-key): what was recomputed, what does not hold, and the key to check from outside."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app

from app import outside
from app.db import looking_as
from app.domain.people import SYSTEM
from app.domain.problems import Problem
from app.outside.faults import PlaceAway
from app.queries.heads import deliveries
from app.queries.proof import every_blob, files_with_tokens
from app.storage import photo_store
from app.verify.cases import check_cases, check_scores
from app.verify.found import Report
from app.verify.heads import Files
from app.verify.photos import check_originals, check_tables
from app.verify.receipts import Claims, NoReceipts, claims_of, no_claims, receipts_in
from app.verify.time_tokens import Tokens
from app.verify.told import tell_machine, tell_person
from app.verify.whole import Witnesses, check_chains, check_heads, fetched, fetched_tokens


@click.command("head-key")
def head_key() -> None:
    """Print the public key that head files are signed with; keep it where the files are kept."""
    click.echo(outside.our_key().public)


@click.command()
@click.option("--heads", "place", help="where head files lie outside: a folder or s3://…, as in HEADS_TO")
@click.option(
    "--receipts", type=click.Path(exists=True, path_type=Path), help="receipts of phones: a list, or one a line"
)
@click.option("--photos", is_flag=True, help="read every original again too")
@click.option("--key", "keys", multiple=True, help="public key of a former SECRET_KEY")
@click.option("--json", "as_json", is_flag=True, help="for a machine: one finding a line, then the counts")
def verify(place: str | None, receipts: Path | None, photos: bool, keys: tuple[str, ...], as_json: bool) -> None:
    """Recompute everything; ends with 1 when something does not hold."""
    report, claims = Report(), no_claims()
    with looking_as(SYSTEM):
        _read_receipts(report, receipts, claims)
        files, tokens = _files(place, keys)
        check_heads(report, files)
        stamped = list(tokens.check(files_with_tokens()))
        report.take(tokens.told)
        check_chains(report, Witnesses(files.standing, claims))
        report.take(check_cases())
        report.take(check_scores())
        if photos:
            _check_photos(report)
    tell = tell_machine if as_json else tell_person
    tell(report, stamped, against_outside=place is not None)
    sys.exit(1 if report.broken else 0)


def _read_receipts(report: Report, file: Path | None, claims: Claims) -> None:
    if file is None:
        return
    try:
        said = receipts_in(file.read_text("utf-8"))
    except NoReceipts as unreadable:
        raise click.ClickException(f"{file} holds no receipts: a JSON list, or one JSON object a line") from unreadable
    report.looked["receipts"] += len(said)
    report.take(claims_of(said, current_app.config["SECRET_KEY"], claims))


def _files(address: str | None, former: tuple[str, ...]) -> tuple[Files, Tokens]:
    keys, roots = frozenset({outside.our_key().public, *former}), outside.roots()
    if address is None:
        return Files(keys), Tokens(roots)
    place = outside.opened(address)
    if not isinstance(place, outside.Readable):
        raise click.ClickException(f"{place.label} cannot be read; give a folder with the files it was sent")
    rows = [row for row in deliveries() if row.place == place.key]
    delivered = max((row.delivered_n for row in rows), default=0)
    try:
        texts, tokens = fetched(place), fetched_tokens(place)
    except PlaceAway as away:
        raise click.ClickException(f"{place.label} does not answer: {away}") from away
    if not texts:
        raise click.ClickException(f"{place.label} holds no head files")
    expected = max((row.token_n for row in rows), default=0)
    return Files(keys, texts, range(1, max(delivered, *texts) + 1)), Tokens(roots, texts, tokens, expected)


def _check_photos(report: Report) -> None:
    try:
        report.take(check_originals(photo_store(), _counted(report)))
    except Problem as away:
        raise click.ClickException("the photo store does not answer; nothing is known of the photos") from away
    report.take(check_tables())


def _counted(report: Report) -> Iterator[str]:
    for sha256 in every_blob():
        report.looked["photos"] += 1
        yield sha256
