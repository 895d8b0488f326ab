"""The shipped checklist, time grades, phrases and scheme (默认清单与方案)."""

from collections import Counter
from datetime import date

from app.defaults.calendar_days import DayKind, days
from app.defaults.calendar_import import arranged
from app.defaults.checklist import dimensions, items, time_grades
from app.defaults.files import FOLDER
from app.defaults.phrases import phrases
from app.defaults.scheme import default_scheme
from app.domain.calendar import Month
from app.domain.deadline import LimitKind

ITEMS = {item.code: item for item in items()}
RED_LINES = ["WS-08", "XL-02", "RM-05", "SS-02", "SS-08", "AQ-01", "AQ-02", "AQ-06", "AQ-07", "AQ-08"]


def test_there_are_74_items_in_8_dimensions() -> None:
    assert Counter(item.dimension for item in ITEMS.values()) == {
        "WS": 12, "DZ": 9, "CK": 8, "XL": 7, "RM": 10, "LS": 8, "SS": 10, "AQ": 10,
    }  # fmt: skip


def test_full_marks_are_100_together() -> None:
    assert sum(dimension.full for dimension in dimensions()) == 100


def test_the_scheme_values_the_dimensions_of_the_checklist() -> None:
    full = {dimension.code: dimension.full for dimension in dimensions()}
    assert default_scheme().scheme.site.dimensions == full


def test_the_red_lines_are_the_ten_named_ones() -> None:
    assert [code for code, item in ITEMS.items() if item.red_line] == RED_LINES


def test_every_item_has_a_time_grade_that_exists() -> None:
    assert {item.time_grade for item in ITEMS.values()} == {grade.code for grade in time_grades()}


def test_a_missing_manhole_cover_has_two_urgent_hours() -> None:
    limit = ITEMS["SS-02"].limit
    assert limit is not None
    assert (limit.kind, limit.value) == (LimitKind.URGENT_HOUR, 2)


def test_no_cap_is_below_its_deduction() -> None:
    assert not [item.code for item in ITEMS.values() if item.cap is not None and item.cap < item.deduction]


def test_the_default_scheme_says_that_it_is_a_default() -> None:
    scheme = default_scheme()
    assert (scheme.name, scheme.valid_from) == ("默认方案 第1版", Month(2025, 1))


def test_the_parts_of_the_scheme_are_100_together() -> None:
    scheme = default_scheme().scheme
    upkeep = scheme.upkeep
    assert scheme.site.full + 30 + 10 == 100
    assert scheme.repair.full == 30
    assert sum(upkeep.entries.values()) + upkeep.self_checks + upkeep.signing == 10


def test_each_dimension_has_phrases_to_tap() -> None:
    assert {phrase.dimension for phrase in phrases()} == {None} | {dimension.code for dimension in dimensions()}


def test_phrases_are_short_and_do_not_repeat() -> None:
    texts = [phrase.text for phrase in phrases()]
    assert len(set(texts)) == len(texts) >= 40
    assert max(map(len, texts)) <= 20


def test_the_shipped_holidays_are_those_of_the_package() -> None:
    assert tuple(days()) == tuple(arranged([2025, 2026]))


def test_make_up_days_are_weekends() -> None:
    assert {row.day.weekday() for row in days() if row.kind is DayKind.MAKE_UP} <= {5, 6}


def test_a_year_the_package_does_not_know_has_no_rows() -> None:
    assert list(arranged([date.max.year])) == []


def test_every_shipped_table_names_its_source() -> None:
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    shipped = [path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".json", ".geojson"}]
    assert not [name for name in shipped if f"`{name}`" not in sources]
