"""What holds for every town-month (score.md 5)."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.canonical import canonical_json
from app.domain.score import Code, FindingFact, Score, TownMonth, facts_hash, score, total
from app.domain.score.marks import visit_marks
from app.domain.score.site import looked
from tests.domain.drawn import findings, town_months
from tests.domain.town_month import EXAMPLE, SCHEME


def written(result: Score) -> bytes:
    return canonical_json(result.plain())


def shuffled(facts: TownMonth, chance: Random) -> TownMonth:
    """The same facts in another order, inside visits too."""
    visits = [
        replace(visit, findings=tuple(chance.sample(visit.findings, len(visit.findings)))) for visit in facts.visits
    ]
    return replace(
        facts,
        visits=tuple(chance.sample(visits, len(visits))),
        points=tuple(chance.sample(facts.points, len(facts.points))),
        signings=tuple(chance.sample(facts.signings, len(facts.signings))),
        entries=tuple(chance.sample(facts.entries, len(facts.entries))),
    )


def with_finding(facts: TownMonth, place: int, finding: FindingFact) -> TownMonth:
    visit = facts.visits[place]
    more = replace(visit, findings=(*visit.findings, finding))
    return replace(facts, visits=(*facts.visits[:place], more, *facts.visits[place + 1 :]))


@given(town_months)
def test_all_lines_together_are_the_score(facts: TownMonth) -> None:
    result = score(facts, SCHEME)
    assert total(result.lines) == Fraction(result.value or 0)


@given(town_months)
def test_the_parts_are_their_lines(facts: TownMonth) -> None:
    result = score(facts, SCHEME)
    assume(result.value is not None)
    for part, amount in result.parts.items():
        assert amount == total(line for line in result.lines if line.code.part == part)


@given(town_months, st.integers(0, 3), findings)
def test_one_more_deduction_never_raises_the_score(facts: TownMonth, place: int, finding: FindingFact) -> None:
    assume(place < len(facts.visits) and finding.dimension in looked(facts.visits[place]))
    before = score(facts, SCHEME)
    after = score(with_finding(facts, place, replace(finding, id="one more", spot_id="another spot")), SCHEME)
    assert before.value is None or (after.value is not None and after.value <= before.value)


@given(town_months, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: TownMonth, chance: Random) -> None:
    assert written(score(shuffled(facts, chance), SCHEME)) == written(score(facts, SCHEME))


@given(town_months, st.randoms(use_true_random=False))
def test_the_hash_of_facts_does_not_depend_on_their_order(facts: TownMonth, chance: Random) -> None:
    assert facts_hash(shuffled(facts, chance)) == facts_hash(facts)


@given(town_months)
def test_other_towns_change_nothing(facts: TownMonth) -> None:
    before = written(score(EXAMPLE, SCHEME))
    score(facts, SCHEME)
    assert written(score(EXAMPLE, SCHEME)) == before


@given(town_months)
def test_without_a_visit_that_counts_nothing_is_worth_anything(facts: TownMonth) -> None:
    result = score(replace(facts, visits=()), SCHEME)
    assert result.value is None
    assert total(result.lines) == 0


@given(town_months)
def test_a_dimension_keeps_between_nothing_and_its_full_marks(facts: TownMonth) -> None:
    marks = [mark for visit in visit_marks(score(facts, SCHEME).lines) for mark in visit.dimensions]
    assert all(0 <= mark.kept <= mark.full == SCHEME.site.dimensions[mark.dimension] for mark in marks)


@given(town_months)
def test_the_visits_give_the_site_part(facts: TownMonth) -> None:
    result = score(facts, SCHEME)
    assert sum(visit.amount for visit in visit_marks(result.lines)) == result.parts.get("site", 0)


@given(town_months)
def test_every_finding_of_a_visit_that_counts_has_one_line(facts: TownMonth) -> None:
    result = score(facts, SCHEME)
    left_out = {line.visit_id for line in result.lines if line.code is Code.VISIT_LEFT_OUT}
    known = [finding.id for visit in facts.visits if visit.id not in left_out for finding in visit.findings]
    named = [line.finding_id for line in result.lines if line.code in {Code.FINDING, Code.SEEN_BEFORE}]
    assert sorted(known) == sorted(map(str, named))


@given(town_months)
def test_a_line_names_the_visit_of_its_finding(facts: TownMonth) -> None:
    visit_of = {finding.id: visit.id for visit in facts.visits for finding in visit.findings}
    lines = [line for line in score(facts, SCHEME).lines if line.finding_id in visit_of]
    assert all(line.visit_id == visit_of[line.finding_id or ""] for line in lines)
