"""A web address as a place outside (回调地址): each file is posted to it; 2xx says that it is kept there."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.outside.faults import PlaceAway, key_of

PATIENCE = 10.0  # seconds


class StaysHere(HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without the file, and be taken for delivered."""

    def redirect_request(self, *_: object) -> None:
        return None


class WebhookPlace:
    """A file may come twice, when our own word of its delivery was lost: it then has the same name and bytes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = key_of(address)
        self.label = f"{urlsplit(address).scheme}://{urlsplit(address).hostname}"

    def put(self, name: str, content: bytes) -> None:
        headers = {"Content-Type": "application/json", "Xunzhen-Head-File": name}
        posted = Request(self.address, content, headers, method="POST")  # noqa: S310 (configured: https, or this machine)
        try:
            with build_opener(StaysHere).open(posted, timeout=PATIENCE) as answer:
                status = answer.status
        except HTTPError as refused:
            refused.close()
            raise PlaceAway(f"HTTP {refused.code}") from refused
        except (OSError, HTTPException) as silent:
            raise PlaceAway(type(silent).__name__) from silent
        if not 200 <= status < 300:
            raise PlaceAway(f"HTTP {status}")
