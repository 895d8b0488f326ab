"""Workflow engine (流程表): a table of steps, and the one function that reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.people import Role, Viewer
from app.domain.problems import Problem

S = TypeVar("S", bound=StrEnum)

Need = Callable[..., Problem | None]
"""need(subject, viewer, request) -> None when met, else the problem whose sentence is also the grey button's."""


@dataclass(frozen=True)
class Ask:
    """What the caller brings with an action. `draws` says it is only asked which buttons to show."""

    note: str = ""
    draws: bool = False


@dataclass(frozen=True)
class Step(Generic[S]):
    action: str
    sources: tuple[S, ...]
    target: S
    by: tuple[Role, ...]
    needs: tuple[Need, ...] = ()
    when: Callable[..., bool] = lambda _subject: True  # tells rows of one action and source apart


@dataclass(frozen=True)
class Offer:
    """One button: its action, and why it cannot be pressed now (None: it can)."""

    action: str
    problem: Problem | None


@dataclass(frozen=True)
class Workflow(Generic[S]):
    noun: str
    initial: S
    final: tuple[S, ...]
    steps: tuple[Step[S], ...]

    def decide(self, subject: object, state: S, action: str, viewer: Viewer, ask: Ask) -> Step[S]:
        """The row that applies, or the Problem: role first, then state, then needs (decision 15)."""
        of_action = [s for s in self.steps if s.action == action]
        if not of_action:
            raise Problem("step_not_in_table", noun=self.noun, action=action, state=state)
        mine = [s for s in of_action if viewer.role in s.by]
        if not mine:
            raise Problem("wrong_role", action=action)
        step = next((s for s in mine if state in s.sources and s.when(subject)), None)
        if step is None:
            raise Problem("step_not_in_table", noun=self.noun, action=action, state=state)
        problem = unmet(step, subject, viewer, ask)
        if problem is not None:
            raise problem
        return step

    def may_ever(self, action: str, role: Role) -> bool:
        """Does any row give this action to this role? Asked before the subject is looked up."""
        return any(s.action == action and role in s.by for s in self.steps)

    def offered(self, subject: object, state: S, viewer: Viewer) -> tuple[Offer, ...]:
        """The buttons of this viewer on this subject now."""
        ask = Ask(draws=True)
        return tuple(
            Offer(s.action, unmet(s, subject, viewer, ask))
            for s in self.steps
            if state in s.sources and viewer.role in s.by and s.when(subject)
        )


def unmet(step: Step[S], subject: object, viewer: Viewer, ask: Ask) -> Problem | None:
    """The first need of the step that is not met."""
    for need in step.needs:
        problem = need(subject, viewer, ask)
        if problem is not None:
            return problem
    return None


def reason_given(_subject: object, _viewer: Viewer, ask: Ask) -> Problem | None:
    """退回、作废要写理由: asked for when the step is taken, not when the button is drawn."""
    return None if ask.draws or ask.note.strip() else Problem("reason_missing", pointer="/note")
