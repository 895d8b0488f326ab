"""WebKit (另一种浏览器内核) as a person has it: a WebKitGTK window on a display of its own, steered by WebDriver.

Its profile outlives `close`, as a phone's disk outlives an app that was ended. Found by `data-testid`, as in the stories.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options

from deploy.local.places import ROOT
from deploy.local.processes import Command, Family
from tests.servers import free_port

PYTHON, DRIVER, DISPLAY = "/usr/bin/python3", "/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"
WINDOW = Path(__file__).with_name("webkit_window.py")
SCREEN = ("-screen", "0", "1024x1200x24", "-nolisten", "tcp")
PATIENCE = 30.0  # drawn by the processor, beside all other tests
STALE = (StaleElementReferenceException,)  # the screen was drawn anew between finding and asking


class WebKit:
    """One person's browser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.family = Family()
        log = folder / "display.log"
        # The server chooses a free number, writes it once it is ready, and that is all it ever says there.
        words = [DISPLAY, "-displayfd", "1", *SCREEN]
        self.family.start(Command("display", words, log, ROOT)).wait_until(lambda: log.read_text().strip().isdigit())
        self.port = free_port()
        self.family.start(self._driver(f":{log.read_text().strip()}")).wait_until(self._answers)
        self.driver: Remote | None = None

    def open(self, address: str) -> None:
        """Start the browser (again) with what it kept, and go there."""
        options = Options()
        options.binary_location = PYTHON
        for word in (str(WINDOW), str(self.folder / "profile")):
            options.add_argument(word)
        options.set_capability("acceptInsecureCerts", True)
        wire = RemoteConnection(client_config=ClientConfig(remote_server_addr=f"http://127.0.0.1:{self.port}"))
        self.driver = Remote(wire, options=options, file_detector=UselessFileDetector())  # files lie on this machine
        self.driver.get(address)

    def close(self) -> None:
        if self.driver is not None:
            self.driver.quit()
            self.driver = None

    def stop(self) -> None:
        """The browser and its display."""
        self.close()
        self.family.stop()

    def _driver(self, display: str) -> Command:
        surroundings = {**os.environ, "DISPLAY": display, "HOME": str(self.folder), "LIBGL_ALWAYS_SOFTWARE": "1"}
        return Command("driver", [DRIVER, f"--port={self.port}"], self.folder / "driver.log", ROOT, surroundings)

    def _answers(self) -> bool:
        with socket.socket() as wire:
            return wire.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def steered(self) -> Remote:
        assert self.driver is not None
        return self.driver

    def see(self, test_id: str, holding: str = "", within: float = PATIENCE) -> WebElement:
        """Wait for the part with that name that holds these words."""

        def there(_driver: Remote) -> WebElement | None:
            found = self.steered.find_elements(By.CSS_SELECTOR, f'[data-testid="{test_id}"]')
            return next((each for each in found if holding in each.text), None)

        said = f"no {test_id} with {holding!r} on the screen"
        return WebDriverWait(self.steered, within, ignored_exceptions=STALE).until(there, said)

    def press(self, test_id: str, holding: str = "") -> None:
        self.see(test_id, holding).click()

    def write(self, test_id: str, words: str) -> None:
        self.see(test_id).send_keys(words)

    def choose_file(self, test_id: str, file: Path) -> None:
        """The file of the input within that part."""
        self.see(test_id).find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))
