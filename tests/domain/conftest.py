"""The domain's tests draw examples."""

import pytest

from tests import counts


def pytest_configure(config: pytest.Config) -> None:
    counts.load(config)
