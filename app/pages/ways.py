"""Ways (去向): paths of our own, and nothing else, are where a form may lead."""

from urllib.parse import urlsplit

from flask import Response, make_response, redirect, request

LONGEST = 1000


def lead_to(path: str, code: int = 303) -> Response:
    """After a form with 303, so that going back never sends it again; 302 from page to page."""
    return make_response(redirect(path, code))


def our_path(text: str | None, otherwise: str = "/") -> str:
    """The path if it is one of ours: no other host, no trick with slashes or control characters."""
    path = text or ""
    strange = "\\" in path or any(ord(letter) < 33 for letter in path)
    if not path.startswith("/") or path.startswith("//") or strange or len(path) > LONGEST:
        return otherwise
    return path


def here() -> str:
    """This page as an address that can be opened again; a form's own is the page it was sent from."""
    if request.method != "GET":
        return came_from() or "/"
    return our_path(request.full_path.rstrip("?"))


def came_from() -> str | None:
    """The page of ours that led here, if the browser says so."""
    source = urlsplit(request.referrer or "")
    if source.netloc != request.host:
        return None
    query = f"?{source.query}" if source.query else ""
    return our_path(f"{source.path}{query}", "") or None
