"""What ./dev check says of a tool: clean, failed, or not run; never clean by absence."""

from __future__ import annotations

from pathlib import Path

from deploy.local.check import Tool, judge


def test_a_missing_tool_was_not_run() -> None:
    assert judge(Tool("absent", Path("/nowhere/absent"), ())).ended == "not run"


def test_a_tool_that_finds_something_failed_and_is_heard() -> None:
    verdict = judge(Tool("grumbling", Path("/bin/sh"), ("-c", "echo line 7 is wrong; exit 1")))
    assert (verdict.ended, verdict.said) == ("failed", "line 7 is wrong\n")


def test_a_quiet_tool_is_clean() -> None:
    assert judge(Tool("content", Path("/bin/true"), ())).ended == "ok"
