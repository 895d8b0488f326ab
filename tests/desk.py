"""The desk in tests (桌面): a person who signs in by the page, reads pages, and sends the forms that stand on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from tests.make import PASSWORD


@dataclass
class Form:
    """A form as the browser would send it: where to, its fields, and what its buttons would add."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    disabled: bool = False

    def has(self, **wanted: str) -> bool:
        return all(self.fields.get(name) == [value] or (name, value) in self.buttons for name, value in wanted.items())


class Page(HTMLParser):
    """What a test asks of a page: its forms, its links, its words."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.status = answer.status_code
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._said: list[str] = []
        self.feed(answer.get_data(as_text=True))
        self.text = " ".join(" ".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag in {"input", "textarea", "select"} and self.forms and "name" in given:
            self._field(given)
        elif tag == "button" and self.forms and "name" in given:
            self.forms[-1].buttons.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def _field(self, given: dict[str, str]) -> None:
        if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
            return
        self.forms[-1].fields.setdefault(given["name"], []).append(given.get("value", ""))

    def form(self, **wanted: str) -> Form:
        """The first form with these fields or buttons."""
        found = [form for form in self.forms if form.has(**wanted)]
        assert found, f"no form with {wanted} among {self.forms}"
        return found[0]

    def form_to(self, action: str) -> Form:
        return next(form for form in self.forms if form.action == action)


class Desk:
    """A person at a browser of their own."""

    def __init__(self, app: Flask, login: str | None = None) -> None:
        self.client = app.test_client()
        if login is not None:
            answer = self.send(self.open("/sign-in").form_to("/sign-in"), account=login, password=PASSWORD)
            assert answer.status_code == 303, answer.get_data(as_text=True)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def open(self, path: str) -> Page:
        """The page after all redirections."""
        return Page(self.client.get(path, follow_redirects=True))

    def send(self, form: Form, **written: str) -> TestResponse:
        """Press the form's button; the answer before any redirection."""
        fields = form.fields | {name: [value] for name, value in written.items()}
        return self.client.post(form.action, data=fields)

    def press(self, path: str, action: str, **written: str) -> TestResponse:
        """Open the page and take that step by its form."""
        return self.send(self.open(path).form(action=action), **written)

    def press_to(self, path: str, **wanted: str) -> TestResponse:
        """Open the page and send its form with those fields."""
        return self.send(self.open(path).form(**wanted))
