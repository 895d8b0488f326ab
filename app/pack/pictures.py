"""Pictures in a pack (证据包里的图片): the bytes that were sent, under their hash; where a browser cannot show them, a copy that it can."""

from dataclasses import dataclass, replace
from io import BytesIO

from app.pictures.header import media_type_of
from app.pictures.prints import LARGE, type_of_print
from app.storage import photo_store

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
}
SHOWN_BY_BROWSERS = {"image/jpeg", "image/png", "image/webp"}
MOST_PIXELS = 10**9  # it was let in once already


@dataclass(frozen=True)
class Picture:
    sha256: str
    media_type: str
    content: bytes
    shown: bytes | None = None
    shown_type: str = ""

    @property
    def path(self) -> str:
        return f"photos/{self.sha256}.{ENDINGS[self.media_type]}"

    @property
    def shown_path(self) -> str:
        """What the page of the pack draws."""
        if self.shown is None:
            return self.path
        return f"photos/shown/{self.sha256}.{ENDINGS[self.shown_type]}"

    def without_content(self) -> "Picture":
        return replace(self, content=b"", shown=self.shown and b"")


def picture_of(sha256: str) -> Picture:
    """Raises what the store raises when the bytes are not those that were kept."""
    content = photo_store().original(sha256)
    media_type = media_type_of(BytesIO(content), MOST_PIXELS)
    shown = None if media_type in SHOWN_BY_BROWSERS else photo_store().small(sha256, LARGE)
    return Picture(sha256, media_type, content, shown, type_of_print(shown) if shown is not None else "")
