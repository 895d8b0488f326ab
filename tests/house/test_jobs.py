"""Jobs (后台任务): every name in the reactions leads to a function that takes a key and a time."""

from __future__ import annotations

from importlib import import_module
from inspect import signature

import pytest

from app.domain.reactions import KEY_OF, PLANNED, REACTIONS

JOBS = sorted({job for jobs in REACTIONS.values() for job in jobs} | set(PLANNED))


@pytest.mark.parametrize("job", JOBS)
def test_a_job_resolves(job: str) -> None:
    module, _, function = job.rpartition(".")
    assert list(signature(getattr(import_module(module), function)).parameters) == ["key", "at"]


def test_every_reaction_knows_what_it_works_on() -> None:
    assert {job for jobs in REACTIONS.values() for job in jobs} == set(KEY_OF)
