"""A web address as a place outside (回调地址): each file is posted to it; 2xx says that it is kept there."""

from urllib.parse import urlsplit

from app.domain.heads import TOKEN
from app.outside.faults import key_of
from app.outside.post import post


class WebhookPlace:
    """A file may come twice, when our own word of its delivery was lost: it then has the same name and bytes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = key_of(address)
        self.label = f"{urlsplit(address).scheme}://{urlsplit(address).hostname}"

    def put(self, name: str, content: bytes) -> None:
        kind = "application/timestamp-reply" if name.endswith(TOKEN) else "application/json"
        post(self.address, content, {"Content-Type": kind, "Xunzhen-Head-File": name})
