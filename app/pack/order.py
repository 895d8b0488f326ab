"""The pack of one order (督办单的证据包): the paper, its points with all that was answered, and the score lines that name them."""

from app.models import Order, Score, ScoreLine
from app.pack.contents import Contents, Record, told
from app.pack.points import events_told, points_of
from app.pack.score import line_record
from app.queries.pack import lines_about


def contents_of(order: Order) -> Contents:
    contents, lines = Contents({}, about={order.id}), lines_about(order)
    contents.records = {
        "order": _order(order),
        "points": points_of(order.findings, contents),
        "lines": [_named(score, line) for score, line in lines],
    }
    contents.about |= {score.id for score, _ in lines}
    return contents


def _order(order: Order) -> Record:
    return {
        "id": str(order.id),
        "number": order.number,
        "title": order.title,
        "level": order.level,
        "state": order.state,
        "town": order.town.name,
        "unit": order.unit.name,
        "issuer": order.issuer.name,
        "issued_at": told(order.issued_at),
        "sign_by": told(order.sign_by),
        "signed_at": told(order.signed_at),
        "closed_at": told(order.closed_at),
        "events": events_told(order.id),
    }


def _named(score: Score, line: ScoreLine) -> Record:
    return {"month": f"{score.month:%Y-%m}", **line_record(line)}
