"""What every test shares (公共夹具): options, the process fixtures, and no way out beyond loopback."""

from __future__ import annotations

import sys

import pytest

pytest_plugins = ["tests.processes", "tests.inprocess", "tests.score_story", "tests.storage.serving"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--durable", action="store_true", help="the test cluster writes with fsync, as in earnest")
    parser.addoption("--long", action="store_true", help="the full counts of the closing notes")


def only_loopback(event: str, facts: tuple[object, ...]) -> None:
    """Refuse a connection to anywhere but this machine: a test that needs the network is no test."""
    if (
        event == "socket.connect"
        and isinstance(facts[1], tuple)
        and facts[1][0] not in ("127.0.0.1", "::1", "localhost")
    ):
        raise PermissionError(f"tests stay on this machine, and something asked for {facts[1]}")


sys.addaudithook(only_loopback)
