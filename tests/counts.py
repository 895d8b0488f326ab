"""How many examples drawn tests try (抽样次数): the same few each time, or with --long two thousand new ones."""

import pytest
from hypothesis import settings

settings.register_profile("short", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=2000)


def load(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long", default=False) else "short")
