"""A hand with a phone (拿手机的人): does the steps with one phone, and remembers what that phone called saved."""

from __future__ import annotations

import random
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.faults.driver import Died, Driver
from tests.faults.stage import GUEST, Stage
from tests.faults.wire import Wire
from tests.make import PASSWORD

TRIES = 6


@dataclass(frozen=True)
class Said:
    """What the phone called saved, as the person knows it; without a note where a kill hid the answer."""

    op_id: str
    sha256: str
    user_id: str
    kind: str
    subject_id: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass
class Hand:
    """One walker and one phone."""

    stage: Stage
    driver: Driver
    wire: Wire
    account: str
    owner: str = ""
    device_id: str = ""
    user_id: str | None = None
    ahead: int = 0
    users: set[str] = field(default_factory=set)
    visits: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    sent: list[Future[Any]] = field(default_factory=list)
    receipts: list[Any] = field(default_factory=list)

    def ask(self, do: str, **words: Any) -> Any:
        """None when the phone was killed meanwhile; it is opened again for the next."""
        if not self.driver.alive:
            self.driver.open(self.ahead)
        try:
            return self.driver.ask(do, **words)
        except Died:
            return None

    def holds(self) -> dict[str, Any]:
        while (told := self.ask("holds", users=sorted(self.users))) is None:
            pass
        held: dict[str, Any] = {"sending": None, **told}
        return held

    def enter(self, account: str) -> bool:
        """Sign in, again and again if need be, as a person would; False when the wire is dead for long."""
        for _ in range(TRIES):
            told = self.ask("sign_in", account=account, password=PASSWORD)
            if told is None or told["problem"] is not None:
                continue
            self.user_id, self.device_id = told["user_id"], told["device_id"]
            self.users.add(told["user_id"])
            return True
        return False

    def ready(self) -> bool:
        """Somebody is signed in and a visit is open."""
        if self.user_id is None and not self.enter(self.account):
            return False
        return self.user_id in self.visits or self.start()

    def start(self) -> bool:
        if self.user_id is None and not self.enter(self.account):
            return False
        told = self.ask("start", round_id=self.stage.round_id, town_id=self.stage.town_id)
        if told is None:
            return False
        self.visits[str(self.user_id)] = told["visit_id"]
        self._remember(told, "visit.start", told["visit_id"])
        return True

    def record(self, do: str, sizes: list[int], originals: list[int], grain: int) -> None:
        if not self.ready():
            return
        chance = random.Random(grain)  # noqa: S311 (to be drawn again)
        photos, hashes = [], []
        for size, original in zip(sizes, originals, strict=True):
            for name, length in (("path", size), ("original", original)):
                if length:
                    path, digest = self.stage.picture(length, chance)
                    hashes.append(digest)
                    photos += [{"path": str(path)}] * (name == "path")
                    photos[-1][name] = str(path)
        finding_id, note = str(uuid4()), f"{self.account} {grain:x}"
        visit_id = self.visits[str(self.user_id)]
        told = self.ask(do, finding_id=finding_id, visit_id=visit_id, note=note, photos=photos)
        if told is not None:
            self._remember(told, "finding.record", finding_id, note=note, photos=tuple(hashes))
            self.receipts.append((told["op_id"], told.get("receipts", [])))

    def finish(self) -> None:
        if self.user_id is None or self.user_id not in self.visits:
            return
        visit_id = self.visits.pop(self.user_id)
        told = self.ask("finish", visit_id=visit_id)
        if told is not None:
            self._remember(told, "visit.finish", visit_id)

    def send(self, do: str = "send") -> None:
        """Begun, and not waited for: life goes on while the phone sends."""
        if self.user_id is not None:
            if not self.driver.alive:
                self.driver.open(self.ahead)
            self.sent.append(self.driver.tell(do, **({"now": True} if do == "send" else {})))

    def leave(self) -> None:
        """Sign out; what was recorded stays on the phone."""
        self.ask("sign_out")
        self.user_id = self.holds()["user_id"]

    def lend(self, sizes: list[int], originals: list[int], grain: int) -> None:
        """Another person at this phone for a while."""
        self.leave()
        if self.user_id is None and self.enter(GUEST):
            self.record("record", sizes, originals, grain)
            self.send()
            self.leave()
        self.enter(self.account)

    def back(self, account: str, user_id: str) -> bool:
        """That person is signed in here, having signed in again where the phone asks for it."""
        held = self.holds()
        if held["user_id"] == user_id and (held["sending"] or {}).get("state") != "sign_in":
            return True
        return self.enter(account)

    def set_clock(self, ahead: int) -> None:
        self.ahead = ahead
        self.ask("clock", ahead=ahead)

    def _remember(self, told: dict[str, Any], kind: str, subject_id: str, **more: Any) -> None:
        self.said.append(Said(told["op_id"], told["sha256"], str(self.user_id), kind, subject_id, **more))
