"""Cases held against the journal (核验案卷): a deadline, a photo or a score that was changed behind the act that made it."""

from collections.abc import Iterator

from app.actions.contents import of_account
from app.queries.vouched import other_deadlines, other_numbers, other_photos, scores_with_their_acts
from app.verify.found import Found, found

NONE = "—"


def check_cases() -> Iterator[Found]:
    """Believe it only where the chains hold: who changes a row and its act has changed the journal."""
    for finding_id, says, journal in other_deadlines():
        yield found("deadline_differs", finding=finding_id, says=says or NONE, journal=journal or NONE)
    for owner_id, there, journal in other_photos():
        yield found("slots_differ", owner=owner_id, says=there or NONE, journal=journal or NONE)
    for order_id, says, journal in other_numbers():
        yield found("number_differs", order=order_id, says=says or NONE, journal=journal)


def check_scores() -> Iterator[Found]:
    """Every computation that is stored, line by line."""
    for score, said in scores_with_their_acts():
        if (said or {}).get("account") != of_account(score, score.lines):
            yield found("score_differs", town=score.town_id, month=f"{score.month:%Y-%m}", score=score.id)
