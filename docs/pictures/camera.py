"""Camera (截图): a screen as it stands once fonts and pictures are there, kept small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

HEAVIEST = 150_000  # bytes; a page of documents with heavier pictures is slow to open
FEWER_COLOURS = (256, 128, 64, 32)
LOOKS = (("theme", "dark"), ("type", "large"))
SETTLED = """async () => {
  await document.fonts.ready;
  const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
  return seen.every((image) => image.complete && image.naturalWidth > 0);
}"""


@dataclass
class Camera:
    """Writes PNGs into one folder and remembers which."""

    folder: Path
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(400)  # what slides in has arrived
        (self.folder / f"{name}.png").write_bytes(_small(page.screenshot(animations="disabled", caret="hide")))
        self.taken.append(name)

    def in_every_look(self, page: Page, name: str, reach: Callable[[], None] = lambda: None) -> None:
        """Light, then dark and with large type; `reach` brings the screen back after each reload."""
        self.take(page, name)
        for key, value in LOOKS:
            page.evaluate("([key, value]) => localStorage.setItem(`xz.${key}`, value)", [key, value])
            _again(page, reach)
            self.take(page, f"{name}-{value}")
            page.evaluate("(key) => localStorage.removeItem(`xz.${key}`)", key)
        _again(page, reach)


def _again(page: Page, reach: Callable[[], None]) -> None:
    page.reload()
    page.locator("main, form").first.wait_for()
    reach()


def _small(png: bytes) -> bytes:
    """With a palette, of as many colours as the weight allows."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in FEWER_COLOURS:
        written = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() <= HEAVIEST:
            break
    return written.getvalue()
