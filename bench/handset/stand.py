"""Stand (测台): web server, database and Redis as they are, with the people of one county and its towns' points."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from playwright.sync_api import Page, Playwright, sync_playwright

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from bench.handset.hand import Handset, shown
from tests import make
from tests.servers import Servers
from tests.stack import Stack
from tests.stories import acting

READ = """async () => {
  await navigator.serviceWorker.ready;
  const answered = (request) => new Promise((told) => (request.onsuccess = () => told(request.result)));
  const base = await answered(indexedDB.open("xunzhen"));
  const facts = () => answered(base.transaction("facts").objectStore("facts").getAllKeys());
  while (!(await facts()).some((key) => key.startsWith("pulled:"))) await new Promise((on) => setTimeout(on, 200));
  base.close();
}"""
Made = TypeVar("Made")


@dataclass
class Stand:
    """One app and as many new phones as are asked for."""

    stack: Stack
    playwright: Playwright
    world: make.World = field(init=False)
    phones: int = 0

    def __post_init__(self) -> None:
        self.world = self.inside(plan)

    @property
    def address(self) -> str:
        return f"{self.stack.address}/m/"

    def handset(self) -> Handset:
        """A phone that has never been here."""
        self.phones += 1
        return Handset(self.playwright, self.stack.folder / f"phone-{self.phones}")

    def inside(self, works: Callable[[], Made]) -> Made:
        """Done as SYSTEM in the stack's own database, and committed."""
        app = create_app(Config.from_env(self.stack.environment))
        with app.app_context():
            with looking_as(SYSTEM):
                made = works()
                db.session.commit()
            db.engine.dispose()
        return made


def plan() -> make.World:
    """The county's people, and a round of the inspector's in each of these towns."""
    world = make.make_world()
    for town in ("梅城镇", "寿昌镇"):
        make.make_round(world, town)
    return world


@contextmanager
def standing(folder: str) -> Iterator[Stand]:
    """Without a worker: its jobs are other figures."""
    servers = Servers.start(durable=False)
    stack = Stack(servers, f"bench_{folder}")
    try:
        stack.start_redis()
        stack.start_web()
        with sync_playwright() as playwright:
            yield Stand(stack, playwright)
    finally:
        stack.stop()
        servers.stop()


def signed_in(stand: Stand, handset: Handset, login: str, shows: str) -> Page:
    """Everything the app wants for a day without signal is on the phone."""
    page = handset.open(stand.address)
    acting.sign_in_phone(page, login)
    shown(page, shows)
    page.evaluate(READ)
    return page
