"""A scheme (评分办法) that contradicts itself is refused before anything is computed with it."""

import pytest

from app.defaults.scheme import default_scheme
from app.domain.score.scheme import read_scheme


@pytest.mark.parametrize(
    ("part", "rule", "wrong"),
    [
        ("site", "kinds", {"unannounced": "0.6", "announced": "0.3"}),
        ("site", "kinds", {"unannounced": "1", "announced": "0"}),
        ("site", "full", None),
        ("upkeep", "self_check_target", 0),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused(part: str, rule: str, wrong: object) -> None:
    rules = default_scheme().rules
    with pytest.raises(ValueError, match="not a scheme"):
        read_scheme(rules | {part: rules[part] | {rule: wrong}})


def test_bands_that_leave_a_gap_at_the_bottom_are_refused() -> None:
    with pytest.raises(ValueError, match="last band"):
        read_scheme(default_scheme().rules | {"bands": [["优秀", "90"]]})
