"""Stage (台前): who is there, what has been made so far, and the agenda of what is to happen when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from app.demo.album import Album
from app.demo.days import Days
from app.demo.people import Cast
from app.demo.phone import Phone
from app.demo.script import Point, points
from app.domain.people import Viewer

Act = Callable[[], None]


@dataclass
class Stage:
    cast: Cast
    days: Days
    album: Album
    rounds: dict[str, UUID] = field(default_factory=dict)
    visits: dict[tuple[str, str], UUID] = field(default_factory=dict)  # by round and town
    found: dict[Point, UUID] = field(default_factory=dict)
    spots: dict[str, UUID] = field(default_factory=dict)  # by the key of a point
    _phones: dict[str, Phone] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _turns: "count[int]" = field(default_factory=count)

    def later(self, at: datetime, act: Act) -> None:
        """At that moment; what lies behind the demo's end does not happen."""
        if at <= self.days.until:
            heappush(self._agenda, (at, next(self._turns), act))

    def next_act(self) -> tuple[datetime, Act] | None:
        if not self._agenda:
            return None
        at, _turn, act = heappop(self._agenda)
        return at, act

    def viewer(self, who: str) -> Viewer:
        return self.cast.viewers[who]

    def phone(self, who: str) -> Phone:
        if who not in self._phones:
            self._phones[who] = Phone(self.viewer(who))
        return self._phones[who]

    def point_of(self, finding_id: UUID) -> Point:
        return next(point for point, known in self.found.items() if known == finding_id)

    def reviewer(self, point: Point) -> Viewer:
        """The two supervisors share the work."""
        return self.viewer("supervisor2" if points().index(point) % 3 == 0 else "supervisor")
