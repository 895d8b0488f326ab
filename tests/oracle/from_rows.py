"""The facts of a town-month as a careful clerk copies them from the tables: every row read, every rule in plain words.

`ask(sql, **values)` answers with rows as dicts. Nothing of the program is known here but its tables. Where the program
walks back from today, the clerk writes down everything that happened and counts forward.
"""

from datetime import UTC, timedelta

from tests.oracle.months import first_moment, month_of, next_month
from tests.oracle.streets import self_checks

MINUTE_HAND = timedelta(microseconds=1)
TWO_DAYS, THREE_DAYS = timedelta(hours=48), timedelta(hours=72)


def facts(ask, town_id, month, now):
    """`month` is "2026-11"; the month is judged at its end, or now while it runs."""
    until = min(now, first_moment(next_month(month)) - MINUTE_HAND)
    points = [point_of(ask, row) for row in shown_points(ask, town_id, until)]
    return {
        "visits": visits(ask, town_id, month),
        "points": [counted for point in points for counted in count_point(point, month, until)],
        "signings": signings(ask, town_id, month, until),
        "self_checks": self_checks(ask, town_id, month, now),
        "entries": [
            *rebounds(points, month, until),
            *unanswered(ask, points, month, until),
            *entered(ask, town_id, month),
        ],
    }


def visits(ask, town_id, month):
    rows = ask(
        "SELECT v.*, r.kind, r.checklist_id FROM visit v JOIN round r ON r.id = v.round_id "
        "WHERE v.town_id = %(town)s AND v.state = 'finished' AND r.state = 'released'",
        town=town_id,
    )
    return [visit(ask, row) for row in rows if month_of(believed_start(row)) == month]


def believed_start(row):
    """The phone's clock, unless it says something the server knows to be impossible."""
    too_early = row["started_after"] is not None and row["started_at"] < row["started_after"]
    return row["received_at"] if too_early or row["started_at"] > row["received_at"] else row["started_at"]


def visit(ask, row):
    looked = ask("SELECT code, looked FROM visit_dimension WHERE visit_id = %(visit)s", visit=row["id"])
    found = ask(
        "SELECT f.*, o.made_at, i.dimension, i.deduction, i.cap FROM finding_origin o "
        "JOIN finding f ON f.id = o.finding_id "
        "JOIN checklist_item i ON i.checklist_id = %(checklist)s AND i.code = f.item_code "
        "WHERE o.visit_id = %(visit)s AND f.disclosed_at IS NOT NULL AND f.state <> 'void' "
        "AND f.duplicate_of IS NULL AND f.source = 'inspection'",
        checklist=row["checklist_id"],
        visit=row["id"],
    )
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "looked": sorted(line["code"] for line in looked if line["looked"] in ("clean", "found")),
        "findings": [finding(line) for line in found],
    }


def finding(row):
    return {
        "id": str(row["id"]),
        "item_code": row["item_code"],
        "dimension": row["dimension"],
        "deduction": plain_number(row["deduction"]),
        "cap": None if row["cap"] is None else plain_number(row["cap"]),
        "quantity": plain_number(row["quantity"]),
        "found_at": row["made_at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "spot_id": str(row["spot_id"]),
        "repeat": row["repeat"],
        "fixed_on_spot": row["fixed_on_spot"],
    }


def plain_number(number):
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_points(ask, town_id, until):
    return ask(
        "SELECT * FROM finding WHERE town_id = %(town)s AND disclosed_at <= %(until)s", town=town_id, until=until
    )


def point_of(ask, row):
    """Everything that ever happened to it, each with its time."""
    key = {"finding": row["id"]}
    return {
        "id": str(row["id"]),
        "order_id": row["order_id"],
        "deadlines": ask("SELECT * FROM deadline_change WHERE finding_id = %(finding)s ORDER BY at", **key),
        "reviews": ask("SELECT * FROM review WHERE finding_id = %(finding)s ORDER BY reviewed_at", **key),
        "answers": ask(
            "SELECT e.*, r.reviewed_at, r.verdict FROM evidence e LEFT JOIN (SELECT DISTINCT ON (evidence_id) * "
            "FROM review ORDER BY evidence_id, verdict = 'return', reviewed_at) r ON r.evidence_id = e.id "
            "WHERE e.finding_id = %(finding)s ORDER BY e.received_at",
            **key,
        ),
        "acts": ask("SELECT id, act, at FROM journal WHERE subject_id = %(finding)s ORDER BY at, seq", **key),
    }


def deadline(point, until):
    """The last one that had been set by then."""
    known = [change["now"] for change in point["deadlines"] if change["at"] <= until]
    return known[-1] if known else None


def times(point, act, until):
    return [row["at"] for row in point["acts"] if row["act"] == f"finding.{act}" and row["at"] <= until]


def is_void(point, until):
    return bool(times(point, "void", until))


def is_suspended(point, until):
    ended = times(point, "resume", until) + times(point, "unreturn", until)
    return any(not [end for end in ended if end >= begun] for begun in times(point, "suspend", until))


def closing(point, until):
    """When it was closed, if it stood closed then: the last pass, if nothing opened it after it."""
    known = [row for row in point["reviews"] if row["reviewed_at"] <= until]
    last = max((row["reviewed_at"] for row in known if row["verdict"] == "pass"), default=None)
    opened = times(point, "rebound", until) + times(point, "unpass", until)
    return None if last is None or any(at > last for at in opened) else last


def time_that_counts(answer, until):
    """When it came. If its photos took more than 72 hours: when they came, or not yet."""
    came = answer["received_at"]
    complete = answer["whole_at"] if answer["whole_at"] is not None and answer["whole_at"] <= until else until
    return complete if complete - came > THREE_DAYS else came


def put_aside(answer, until):
    return answer["state"] == "kept" and answer["whole_at"] <= until


def valid_answers(point, until):
    return [row for row in point["answers"] if row["received_at"] <= until and not put_aside(row, until)]


def waits(answer, until):
    return answer["reviewed_at"] is None or answer["reviewed_at"] > until


def count_point(point, month, until):
    """One line if the month counts it, none if not."""
    due = deadline(point, until)
    if due is None or (due > until and month_of(due) != month) or is_void(point, until) or is_suspended(point, until):
        return []
    right = {row["evidence_id"] for row in point["reviews"] if row["verdict"] == "pass" and row["overturns"]}
    returns = [row for row in point["reviews"] if row["verdict"] == "return" and row["evidence_id"] not in right]
    returned = any(row["reviewed_at"] <= until for row in returns)
    closed = closing(point, until)
    line = {"finding_id": point["id"], "closed": closed is not None, "reworked": returned, "on_time": False}
    if closed is None:
        pending = [row for row in valid_answers(point, until) if waits(row, until)]
        in_time = any(time_that_counts(row, until) < due for row in pending)
        return [] if in_time or due > until else [line]
    if max(month_of(due), month_of(closed)) < month:
        return []
    passed = [row for row in point["answers"] if row["verdict"] == "pass" and row["reviewed_at"] <= until]
    last = sorted(passed, key=lambda row: row["reviewed_at"])[-1]
    return [line | {"on_time": last["counts_at"] < due}]


def signings(ask, town_id, month, until):
    lines = []
    for row in ask(
        "SELECT * FROM supervision_order WHERE town_id = %(town)s AND issued_at IS NOT NULL AND state <> 'void'",
        town=town_id,
    ):
        limit = row["issued_at"] + TWO_DAYS
        person = row["signed_by"] is not None
        if month_of(limit) == month and (person or limit <= until):
            lines.append({"order_id": str(row["id"]), "in_time": person and row["signed_at"] < limit})
    return lines


def rebounds(points, month, until):
    return [
        event(f"rebound:{act['id']}", "rebound", finding_id=point["id"])
        for point in points
        for act in point["acts"]
        if act["act"] == "finding.rebound" and month_of(act["at"]) == month and act["at"] <= until
        if not is_void(point, until)
    ]


def unanswered(ask, points, month, until):
    """The first month at whose end the order stood unanswered is the one that counts it."""
    lines = []
    for order_id in {point["order_id"] for point in points if point["order_id"] is not None}:
        mine = [point for point in points if point["order_id"] == order_id]
        first = min(month_of(change["at"]) for point in mine for change in point["deadlines"])
        ends = [(first, min(until, first_moment(next_month(first)) - MINUTE_HAND))]
        while ends[-1][0] < month:
            later = next_month(ends[-1][0])
            ends.append((later, min(until, first_moment(next_month(later)) - MINUTE_HAND)))
        hits = [name for name, end in ends if stands_unanswered(mine, end) == name]
        if hits[:1] == [month]:
            lines.append(event(f"unanswered:{order_id}", "order_unanswered", order_id=str(order_id)))
    return lines


def stands_unanswered(points, until):
    """The month of the order's last deadline, if that has passed and some point had no answer in time."""
    running = [
        point
        for point in points
        if deadline(point, until) is not None and not is_void(point, until) and not is_suspended(point, until)
    ]
    missed = [
        point
        for point in running
        if not any(time_that_counts(row, until) < deadline(point, until) for row in valid_answers(point, until))
    ]
    if not missed:
        return None
    last = max(deadline(point, until) for point in running)
    return month_of(last) if last <= until else None


def entered(ask, town_id, month):
    """What was entered, without what was replaced later or taken back."""
    rows = ask("SELECT * FROM score_entry WHERE town_id = %(town)s", town=town_id)
    replaced = {row["replaces_id"] for row in rows}
    return [
        event(str(row["id"]), row["kind"], value=plain_number(row["value"]), matter=row["matter"] or None)
        for row in rows
        if row["month"].strftime("%Y-%m") == month and row["id"] not in replaced and row["value"] > 0
    ]


def event(key, kind, **more):
    return {"id": key, "kind": kind, "value": "1", "matter": None, "finding_id": None, "order_id": None} | more
