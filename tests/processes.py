"""The fixtures of real processes (进程夹具): a cluster for the session, a database or a whole stack for a test."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import pytest

from tests.servers import Servers, free_port
from tests.stack import Stack


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """The session's throw-away PostgreSQL (`--durable`: with fsync, as in earnest)."""
    started = Servers.start(durable=request.config.getoption("--durable"))
    yield started
    started.stop()


@pytest.fixture
def clone_database(servers: Servers) -> Iterator[Callable[[str], dict[str, str]]]:
    """Databases by name, with tables and shipped facts; dropped after the test."""
    names: list[str] = []

    def clone(name: str) -> dict[str, str]:
        names.append(name)
        return servers.clone_database(name)

    yield clone
    for name in names:
        servers.drop_database(name)


@pytest.fixture
def stack(servers: Servers) -> Iterator[Stack]:
    """The whole app, started; ended and its database dropped after the test."""
    made = Stack(servers, f"story_{free_port()}")
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed story shows what its processes said last."""
    report = yield
    used = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(used, Stack):
        report.sections += used.last_words()
    return report
