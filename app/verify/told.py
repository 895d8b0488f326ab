"""What a check prints (核验的输出): for a person in the language of the deployment, for a machine as lines of JSON."""

import json
from collections.abc import Sequence
from datetime import datetime

import click
from flask import current_app

from app import outside
from app.domain.calendar import SHANGHAI
from app.texts import say
from app.verify.found import Report
from app.verify.time_tokens import Run, Stamped, runs_of

COUNTED = ("streams", "rows", "files", "receipts", "photos")


def tell_person(report: Report, stamped: Sequence[Stamped], *, against_outside: bool) -> None:
    language, looked = current_app.config["LANGUAGE"], report.looked
    for it in report.told:
        click.echo(f"{it.code}  {it.said(language)}")
    if (untold := sum(report.codes.values()) - len(report.told)) > 0:
        click.echo(say("d.verify.more", language, n=untold))
    _tell_stamps(stamped, language)
    if not against_outside:
        click.echo(say("d.verify.not_outside", language))
    counts = {name: f"{looked[name]:,}" for name in COUNTED}
    click.echo(say("d.verify.sum", language, **counts, n=report.broken, alarms=report.alarms))


def _tell_stamps(stamped: Sequence[Stamped], language: str) -> None:
    """Nothing where no time authority was ever asked."""
    if not any(it.at for it in stamped):
        return
    for run in runs_of(stamped):
        code, place = _run(run)
        click.echo(say(f"d.verify.{code}", language, n=run.first.n, last=run.last.n, **place))
    if not outside.roots():
        click.echo(say("d.verify.no_roots", language))


def _run(run: Run) -> tuple[str, dict[str, str]]:
    if run.first.at is None or run.last.at is None:
        return "not_stamped", {}
    return "stamped", {"by": run.first.by, "at": _clock(run.first.at), "until": _clock(run.last.at)}


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def tell_machine(report: Report, stamped: Sequence[Stamped], *, against_outside: bool) -> None:
    """Findings, then each head file that is stamped, then the counts."""
    for it in report.told:
        click.echo(json.dumps({"code": it.code, **it.place}, ensure_ascii=False))
    good = [it for it in stamped if it.at is not None]
    for token in good:
        said = {
            "stamped": token.n,
            "at": token.at and token.at.isoformat(),
            "by": token.by,
            "known": bool(outside.roots()),
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    codes = {"codes": dict(report.codes), "broken": report.broken, "alarms": report.alarms}
    click.echo(json.dumps({**report.looked, "tokens": len(good), **codes, "against_outside": against_outside}))
