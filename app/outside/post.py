"""A question to an address outside (对外请求): posted as it is, never carried on to another address, and answered in time or not at all."""

from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.outside.faults import PlaceAway

PATIENCE = 10.0  # seconds, for a word and for the whole answer
PIECE = 4096
SLOW, LONG = "too_slow", "too_long"


class StaysHere(HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without the file, and be taken for delivered."""

    def redirect_request(self, *_: object) -> None:
        return None


def post(address: str, content: bytes, headers: dict[str, str], most: int = 0) -> bytes:
    """What a 2xx says, which may be `most` bytes; anything else raises `PlaceAway`. What is not asked for is not read."""
    posted = Request(address, content, headers, method="POST")  # noqa: S310 (configured by who runs this)
    try:
        with build_opener(StaysHere).open(posted, timeout=PATIENCE) as answer:
            if not 200 <= answer.status < 300:
                raise PlaceAway(f"HTTP {answer.status}")
            return _read(answer, most) if most else b""
    except HTTPError as refused:
        refused.close()
        raise PlaceAway(f"HTTP {refused.code}") from refused
    except (OSError, HTTPException) as silent:
        raise PlaceAway(type(silent).__name__) from silent


def _read(answer: HTTPResponse, most: int) -> bytes:
    """One that drips would keep us for as long as it likes, one without an end would fill the memory."""
    began, said = monotonic(), b""
    while piece := answer.read1(PIECE):
        said += piece
        if len(said) > most:
            raise PlaceAway(LONG)
        if monotonic() - began > PATIENCE:
            raise PlaceAway(SLOW)
    return said
