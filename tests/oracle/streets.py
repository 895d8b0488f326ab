"""The days on which a town looked at its own streets, as the clerk counts them."""

from datetime import timedelta

from tests.oracle.months import CHINA, month_of


def self_checks(ask, town_id, month, now):
    """Days in China on which something was looked at of which every photo has come, and some photo was never shown yet."""
    days, shown = set(), set()
    rows = ask("SELECT * FROM self_check WHERE town_id = %(town)s", town=town_id)
    for row in sorted(rows, key=lambda row: (row["received_at"], row["id"].hex)):
        photos = ask("SELECT * FROM photo WHERE owner_id = %(check)s", check=row["id"])
        news = {photo["sha256"] for photo in photos} - shown
        shown |= news
        if not news or any(photo["arrived_at"] is None or photo["arrived_at"] > now for photo in photos):
            continue
        when = day_of(row)
        if month_of(when) == month:
            days.add(when.astimezone(CHINA).date())
    return len(days)


def day_of(row):
    """By the phone's clock if the server had spoken to the phone within three days before it got the note, and the
    phone's clock says a time between the two; else when the note came."""
    spoke, came = row["made_after"], row["received_at"]
    if spoke is not None and came - spoke <= timedelta(days=3) and spoke <= row["made_at"] <= came:
        return row["made_at"]
    return came
