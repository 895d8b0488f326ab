"""The score as a careful clerk works it out: from the description alone, in exact numbers, table by table.

The amounts of the default scheme are written out here, so that a slip in the shipped scheme is found too.
Facts come as plain JSON (numbers as text). Nothing of the program is known here.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction as Q

FULL = {"WS": 25, "DZ": 15, "CK": 12, "XL": 10, "RM": 12, "LS": 8, "SS": 10, "AQ": 8}
LEAST_LOOKED = 5
BONUS = {
    "praised_by_province": Q(1),
    "praised_by_city": Q(1, 2),
    "praised_by_county": Q(3, 10),
    "practice_spread": Q(3, 10),
}
PENALTY = {
    "false_rectification": Q(2),
    "called_out_by_province": Q(2),
    "called_out_by_city": Q(1),
    "called_out_by_county": Q(1, 2),
    "order_unanswered": Q(1),
    "listed_supervision": Q(2),
}


def final_score(facts):
    """The value with two places as text, or None: not inspected."""
    site = site_part(facts["visits"])
    if site is None:
        return None
    whole = site + repair_part(facts["points"]) + upkeep_part(facts)
    whole += bonus_part(facts["entries"]) - penalty_part(facts["entries"])
    return two_places(sorted([Q(0), whole, Q(103)])[1])


def two_places(number):
    with localcontext() as exact:
        exact.prec = 200
        return str((Decimal(number.numerator) / number.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))


def site_part(visits):
    """A = 0.60 × (0.6 × mean of the unannounced + 0.4 × mean of the announced); one kind alone weighs 1."""
    counted = [visit for visit in visits if len(seen_dimensions(visit)) >= LEAST_LOOKED]
    means = {}
    for kind in ("unannounced", "announced"):
        marks = [mark_of(visit, counted) for visit in counted if visit["kind"] == kind]
        if marks:
            means[kind] = sum(marks) / len(marks)
    if not means:
        return None
    if len(means) == 1:
        return Q(60, 100) * next(iter(means.values()))
    return Q(60, 100) * (Q(6, 10) * means["unannounced"] + Q(4, 10) * means["announced"])


def seen_dimensions(visit):
    return set(visit["looked"]) | {finding["dimension"] for finding in visit["findings"]}


def mark_of(visit, counted):
    """R = 100 × Σ S / Σ F."""
    dimensions = seen_dimensions(visit)
    kept = sum(max(Q(0), FULL[dimension] - lost_in(dimension, visit, counted)) for dimension in dimensions)
    return 100 * kept / sum(FULL[dimension] for dimension in dimensions)


def lost_in(dimension, visit, counted):
    of_dimension = [finding for finding in visit["findings"] if finding["dimension"] == dimension]
    lost = Q(0)
    for item in {finding["item_code"] for finding in of_dimension}:
        same = [finding for finding in of_dimension if finding["item_code"] == item]
        cost = sum(cost_of(finding) for finding in same if takes_points(finding, counted))
        caps = [Q(finding["cap"]) for finding in same if finding["cap"] is not None]
        lost += min([cost, *caps])
    return lost


def cost_of(finding):
    quantity = Q(finding["quantity"])
    if finding["fixed_on_spot"]:
        quantity = quantity / 2
    k = 2 if finding["repeat"] else 1
    return Q(finding["deduction"]) * quantity * k


def takes_points(finding, counted):
    """One point counts once a month (first discovery); a later one only as a repeat."""
    if finding["repeat"] or finding["spot_id"] is None:
        return True
    for visit in counted:
        for other in visit["findings"]:
            if other["spot_id"] == finding["spot_id"] and age(other) < age(finding):
                return False
    return True


def age(finding):
    return (finding["found_at"], finding["id"])


def repair_part(points):
    due = len(points)
    if due == 0:
        return Q(30)
    on_time = sum(1 for point in points if point["on_time"])
    closed = sum(1 for point in points if point["closed"])
    reworked = sum(1 for point in points if point["reworked"])
    return 15 * Q(on_time, due) + 10 * Q(closed, due) + 5 * (1 - Q(reworked, due))


def upkeep_part(facts):
    there = {entry["kind"] for entry in facts["entries"] if Q(entry["value"]) > 0}
    earned = Q(0)
    if "rules_on_file" in there:
        earned += 2
    if "staff_posted" in there:
        earned += 2
    earned += 3 * min(Q(1), Q(facts["self_checks"], 8))
    to_sign = facts["signings"]
    earned += 2 * (Q(sum(1 for order in to_sign if order["in_time"]), len(to_sign)) if to_sign else 1)
    if "monthly_report" in there:
        earned += 1
    return earned


def bonus_part(entries):
    highest = {}
    for entry in entries:
        if entry["kind"] in BONUS:
            matter = ("matter", entry["matter"]) if entry["matter"] is not None else ("entry", entry["id"])
            highest[matter] = max(highest.get(matter, Q(0)), BONUS[entry["kind"]])
    return min(Q(3), sum(highest.values()))


def penalty_part(entries):
    kinds = [entry["kind"] for entry in entries]
    lost = sum(PENALTY.get(kind, Q(0)) for kind in kinds)
    lost += min(Q(3), Q(1, 2) * kinds.count("rebound"))
    lost += sum(min(Q(2), Q(entry["value"])) for entry in entries if entry["kind"] == "other")
    return min(Q(10), lost)
