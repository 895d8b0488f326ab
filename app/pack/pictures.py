"""Pictures in a pack (证据包里的图片): the bytes that were sent, under their hash; of what is hidden (隐去) a covered copy only.

Where a certificate is configured, each has a shown copy with Content Credentials beside it; the bytes that were sent have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from app.domain.problems import Problem
from app.exported import exported, signs
from app.models import PhotoMask
from app.pictures.cover import covered
from app.pictures.header import ENDINGS, media_type_of
from app.pictures.prints import LARGE, type_of_print
from app.queries.masks import boxes_in, hidden_in
from app.storage import photo_store

SHOWN_BY_BROWSERS = {"image/jpeg", "image/png", "image/webp"}
MOST_PIXELS = 10**9  # it was let in once already


@dataclass(frozen=True)
class Picture:
    sha256: str
    media_type: str
    content: bytes
    shown: bytes | None = None
    shown_type: str = ""
    sealed: bool = False

    @property
    def path(self) -> str:
        """What a person opens; of a sealed picture nothing but the covered copy."""
        if self.sealed:
            return self.shown_path
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
    if hidden := hidden_in(sha256):
        return _sealed(sha256, hidden)
    content = photo_store().original(sha256)
    media_type = media_type_of(BytesIO(content), MOST_PIXELS)
    needless = media_type in SHOWN_BY_BROWSERS and not signs()
    copy = None if needless else photo_store().small(sha256, LARGE)
    shown = copy and exported(copy, original_sha256=sha256)
    return Picture(sha256, media_type, content, shown, type_of_print(shown) if shown is not None else "")


def _sealed(sha256: str, hidden: Sequence[PhotoMask]) -> Picture:
    content = photo_store().small(sha256, LARGE)
    if content is None:
        raise Problem("photo_integrity")
    shown = exported(covered(content, boxes_in(hidden)), original_sha256=sha256)
    return Picture(sha256, "", b"", shown, type_of_print(shown), sealed=True)
