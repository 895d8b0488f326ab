"""The last line of ./dev test: it can be believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import places, test
from deploy.local.test import Count


def test_the_line_has_the_agreed_form() -> None:
    assert str(Count(3, 0, 1) + Count(2, 1, 0)) == "5 passed, 1 failed, 1 skipped"


def test_a_runner_that_fails_without_naming_a_test_is_a_failure() -> None:
    assert Count(7).blamed(2) == Count(7, 1, 0)


def test_a_named_failure_is_not_counted_twice() -> None:
    assert Count(7, 1).blamed(1) == Count(7, 1)


def test_more_skips_than_allowed_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert (test.sum_up(Count(2, 0, 1), allowed_skips=0), test.sum_up(Count(2, 0, 1), allowed_skips=1)) == (1, 0)
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 1 skipped"


def test_a_socket_path_too_long_for_the_kernel_moves_to_the_temporary_folder() -> None:
    deep = Path("/var/lib") / ("x" * 100)
    assert len(str(places.socket_folder(deep, "pg") / ".s.PGSQL.5432.lock")) <= places.LONGEST_SOCKET
