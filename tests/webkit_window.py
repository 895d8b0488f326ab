"""A WebKitGTK window (浏览器窗口) that a driver may steer and whose profile stays on the disk; MiniBrowser forgets all of it.

Run by the system's Python, which has GTK: `python3 webkit_window.py PROFILE`.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 (the versions are asked for first)

PHONE = (390, 844)


class Window:
    """One session of a driver: a context with a folder of its own, and a view at the driver's word."""

    def __init__(self, profile: Path) -> None:
        folders = {"base_data_directory": str(profile / "data"), "base_cache_directory": str(profile / "cache")}
        self.context = WebKit2.WebContext(website_data_manager=WebKit2.WebsiteDataManager(**folders))
        cookies = self.context.get_website_data_manager().get_cookie_manager()
        cookies.set_persistent_storage(str(profile / "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE)
        self.context.set_automation_allowed(True)
        self.context.connect("automation-started", self._steered)

    def _steered(self, _context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        info = WebKit2.ApplicationInfo()
        info.set_name("MiniBrowser")  # the name that drivers ask for
        session.set_application_info(info)
        session.connect("create-web-view", lambda _session: self._view())

    def _view(self) -> WebKit2.WebView:
        view = WebKit2.WebView(web_context=self.context, is_controlled_by_automation=True)
        window = Gtk.Window(default_width=PHONE[0], default_height=PHONE[1])
        view.connect("close", lambda _view: window.destroy())
        window.connect("destroy", Gtk.main_quit)
        window.add(view)
        window.show_all()
        return view


if __name__ == "__main__":
    Window(Path(sys.argv[1]))
    Gtk.main()
