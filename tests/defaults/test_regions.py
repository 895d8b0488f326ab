"""The shipped places of Zhejiang (行政区划)."""

from collections import Counter

from app.defaults.regions import county_outlines, divisions, town_points

DIVISIONS = tuple(divisions())
TOWNS = {row.code: row for row in DIVISIONS if row.level == "town"}
COUNTIES = {row.code: row for row in DIVISIONS if row.level == "county"}


def test_there_are_1359_towns_in_90_counties_of_11_cities() -> None:
    levels = Counter(row.level for row in DIVISIONS)
    assert levels == {"province": 1, "city": 11, "county": 90, "town": 1359}


def test_what_was_revoked_is_not_read() -> None:
    assert not [row.name for row in DIVISIONS if "撤销" in row.name]


def test_every_parent_stands_before_its_children() -> None:
    place = {row.code: number for number, row in enumerate(DIVISIONS)}
    assert all(place[row.parent] < place[row.code] for row in DIVISIONS if row.parent)


def test_only_the_province_has_no_parent() -> None:
    assert [row.name for row in DIVISIONS if row.parent is None] == ["浙江省"]


def test_codes_are_twelve_digits_and_do_not_repeat() -> None:
    codes = [row.code for row in DIVISIONS]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 12 and code.isdigit() for code in codes)


def test_rare_characters_survive() -> None:
    names = {row.name for row in TOWNS.values()}
    assert {"干𬒗镇", "鿎石街道"} <= names


def test_every_town_has_its_kind() -> None:
    assert {row.town_kind for row in TOWNS.values()} == {"镇", "乡", "街道"}


def test_a_name_is_unique_within_its_county() -> None:
    named = Counter((row.parent, row.name) for row in TOWNS.values())
    assert max(named.values()) == 1


def test_longgang_has_no_towns() -> None:
    longgang = next(row.code for row in COUNTIES.values() if row.name == "龙港市")
    assert not [row for row in TOWNS.values() if row.parent == longgang]


def test_jiande_has_its_sixteen_towns() -> None:
    jiande = next(row.code for row in COUNTIES.values() if row.name == "建德市")
    names = {row.name for row in TOWNS.values() if row.parent == jiande}
    assert len(names) == 16
    assert {"梅城镇", "寿昌镇"} <= names


def test_points_belong_to_towns_and_lie_in_zhejiang() -> None:
    points = town_points()
    assert set(points) <= set(TOWNS)
    assert all(118 < point.lon < 123.5 and 27 < point.lat < 31.5 for point in points.values())


def test_773_towns_have_a_point() -> None:
    assert len(town_points()) == 773


def test_every_county_has_its_outline() -> None:
    outlines = {outline.code: outline for outline in county_outlines()}
    assert {code: row.name for code, row in COUNTIES.items()} == {code: row.name for code, row in outlines.items()}


def test_outlines_are_closed_rings() -> None:
    rings = [ring for outline in county_outlines() for part in outline.geometry["coordinates"] for ring in part]
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)


def test_the_point_of_meicheng_lies_in_the_box_of_its_county() -> None:
    meicheng = next(row for row in TOWNS.values() if row.name == "梅城镇")
    outline = next(outline for outline in county_outlines() if outline.code == meicheng.parent)
    corners = [corner for part in outline.geometry["coordinates"] for ring in part for corner in ring]
    point = town_points()[meicheng.code]
    assert min(lon for lon, _ in corners) < point.lon < max(lon for lon, _ in corners)
    assert min(lat for _, lat in corners) < point.lat < max(lat for _, lat in corners)
