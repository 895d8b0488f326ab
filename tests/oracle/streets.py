"""The days on which a town looked at its own streets, as the clerk counts them."""

from tests.oracle.months import CHINA, month_of


def self_checks(ask, town_id, month, now):
    """Days in China on which something was looked at of which every photo has come."""
    days = set()
    for row in ask("SELECT * FROM self_check WHERE town_id = %(town)s", town=town_id):
        photos = ask("SELECT * FROM photo WHERE owner_id = %(check)s", check=row["id"])
        if not photos or any(photo["arrived_at"] is None or photo["arrived_at"] > now for photo in photos):
            continue
        too_early = row["made_after"] is not None and row["made_at"] < row["made_after"]
        when = row["received_at"] if too_early or row["made_at"] > row["received_at"] else row["made_at"]
        if month_of(when) == month:
            days.add(when.astimezone(CHINA).date())
    return len(days)
