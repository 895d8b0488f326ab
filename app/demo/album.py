"""Album (示例相册): few drawings, each shot of its own hash — the time of the shot stands in its EXIF."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import count, product

from PIL import Image

from app.demo.scene import HEIGHT, WIDTH, scene
from app.domain.calendar import SHANGHAI
from app.pictures.prints import prints_of

VARIANTS = 2
NAMES = {
    "WS": "环境卫生",
    "DZ": "道乱占",
    "CK": "车乱停",
    "XL": "线乱拉",
    "RM": "乡容镇貌",
    "LS": "绿化水域",
    "SS": "市政设施",
    "AQ": "公共安全",
}
DESCRIPTION, MAKE, TAKEN, UNIQUE = 0x010E, 0x010F, 0x0132, 0xA420
APP1, START = b"\xff\xe1", b"\xff\xd8"
QUALITY = 82


Key = tuple[str, int, bool]  # dimension, variant, fixed


@dataclass(frozen=True)
class Drawing:
    """A drawn picture as a JPEG, and its small pictures: without metadata those of all its shots are alike."""

    jpeg: bytes
    prints: Mapping[int, bytes]


@dataclass
class Album:
    """Draws beside the story, which mostly waits for the database; `width` is small in tests."""

    width: int = WIDTH
    _drawn: dict[Key, Future[Drawing]] = field(default_factory=dict)
    _shots: "count[int]" = field(default_factory=count)
    _painter: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1))

    def draw_ahead(self) -> None:
        for key in product(NAMES, range(VARIANTS), (False, True)):
            self._drawing(key)

    def shot(
        self, dimension: str, variant: int, taken_at: datetime, *, fixed: bool
    ) -> tuple[bytes, Mapping[int, bytes]]:
        """The bytes of a new photo, and its small pictures."""
        drawing = self._drawing((dimension, variant % VARIANTS, fixed)).result()
        return _with_exif(drawing.jpeg, taken_at, next(self._shots)), drawing.prints

    def _drawing(self, key: Key) -> Future[Drawing]:
        if key not in self._drawn:
            self._drawn[key] = self._painter.submit(self._draw, *key)
        return self._drawn[key]

    def _draw(self, dimension: str, variant: int, fixed: bool) -> Drawing:
        words = f"示例 · {NAMES[dimension]} · {'整改后' if fixed else '整改前'}"
        picture = scene(dimension, variant + 2 * (dimension > "M"), fixed=fixed, words=words)
        if self.width != WIDTH:
            picture = picture.resize((self.width, self.width * HEIGHT // WIDTH))
        written = BytesIO()
        picture.save(written, "JPEG", quality=QUALITY)
        return Drawing(written.getvalue(), prints_of(written.getvalue()))


def _with_exif(jpeg: bytes, taken_at: datetime, number: int) -> bytes:
    """The same pixels with a camera's words before them: no encoding anew, another hash."""
    exif = Image.Exif()
    exif[DESCRIPTION], exif[MAKE] = "drawn example, not a photograph", "Xunzhen demo"
    exif[TAKEN] = taken_at.astimezone(SHANGHAI).strftime("%Y:%m:%d %H:%M:%S")
    exif[UNIQUE] = f"{number:032x}"
    words = exif.tobytes()
    return START + APP1 + (len(words) + 2).to_bytes(2, "big") + words + jpeg[len(START) :]
