"""Town-months drawn by chance (hypothesis): few spots and items, so that repeats, caps and floors are met often."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from app.domain.score import EntryFact, FindingFact, PointFact, SigningFact, TownMonth, VisitFact
from tests.domain.town_month import ALL_DIMENSIONS, ITEMS, MARCH, MORNING, SCHEME, make_finding

KINDS = [*SCHEME.upkeep.entries, *SCHEME.bonus.kinds, *SCHEME.penalty.kinds]
OFTEN = ["WS-01", "WS-02", "WS-03", "DZ-01", "DZ-05", "DZ-07", "CK-01", "LS-05", "SS-02", "AQ-01"]
quantities = st.sampled_from(["0.5", "1", "2", "3.7", "40"]).map(Decimal)
dimensions = st.frozensets(st.sampled_from(sorted(ALL_DIMENSIONS)), min_size=3)

findings = st.builds(
    lambda code, quantity, minutes, spot, marks: make_finding(
        "?",
        code,
        quantity,
        found_at=MORNING + timedelta(minutes=minutes),
        spot_id=spot,
        repeat=marks[0],
        fixed_on_spot=marks[1],
    ),
    st.sampled_from(OFTEN) | st.sampled_from(sorted(ITEMS)),
    quantities,
    st.integers(0, 3),
    st.none() | st.sampled_from(["near the bridge", "at the market"]),
    st.tuples(st.booleans(), st.booleans()),
)


def _visit(place: int, kind: str, looked: frozenset[str], found: list[FindingFact]) -> VisitFact:
    """Numbered so that ids neither repeat nor follow the order of discovery."""
    named = (replace(finding, id=f"f{place}-{-number % 7}-{number}") for number, finding in enumerate(found))
    return VisitFact(f"v{place}", kind, looked, tuple(named))


visits = st.lists(
    st.tuples(st.sampled_from(["announced", "unannounced"]), dimensions, st.lists(findings, max_size=6)), max_size=4
).map(lambda drawn: tuple(_visit(place, *visit) for place, visit in enumerate(drawn)))

points = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=5).map(
    lambda drawn: tuple(
        PointFact(f"p{place}", on_time=on_time and closed, closed=closed, reworked=reworked)
        for place, (on_time, closed, reworked) in enumerate(drawn)
    )
)
signings = st.lists(st.booleans(), max_size=4).map(
    lambda drawn: tuple(SigningFact(f"o{place}", in_time) for place, in_time in enumerate(drawn))
)
drawn_entries = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(["0", "0.4", "1", "2.5"]).map(Decimal),
        st.none() | st.sampled_from(["a prize", "a meeting"]),
    ),
    max_size=14,
)
entries = st.builds(
    lambda drawn, rebounds: tuple(
        EntryFact(f"e{place:02}", *entry) for place, entry in enumerate(drawn + rebounds * [("rebound",)])
    ),
    drawn_entries,
    st.integers(0, 9),
)

town_months = st.builds(
    TownMonth,
    town_id=st.just("a town"),
    month=st.just(MARCH),
    visits=visits,
    points=points,
    signings=signings,
    self_checks=st.integers(0, 12),
    entries=entries,
)
