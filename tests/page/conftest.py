"""A real browser without a window, spoken to over a pipe in the DevTools protocol."""

from __future__ import annotations

import base64
import fcntl
import itertools
import json
import os
import shutil
import signal
import time
from contextlib import suppress
from select import select
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Message = dict[str, Any]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    *(
        "--headless=new",
        "--remote-debugging-pipe",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
    *("--disable-quic", "--hide-scrollbars", "--force-prefers-reduced-motion", "about:blank"),
)
_PATIENCE = 60.0  # seconds, after which something has gone wrong


class Chromium:
    """A browser process. It reads commands from its file descriptor 3 and answers on 4, ended by NUL."""

    def __init__(self, program: str, profile: Path) -> None:
        """Start it with a profile of its own."""
        (their_in, commands), (answers, their_out) = os.pipe(), os.pipe()
        # Out of the way of 3 and 4, which the child's ends become.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (their_in, their_out)]
        self._commands = fcntl.fcntl(commands, fcntl.F_DUPFD_CLOEXEC, 10)
        self._answers = fcntl.fcntl(answers, fcntl.F_DUPFD_CLOEXEC, 10)
        for end in (their_in, commands, answers, their_out):
            os.close(end)
        null = os.open(os.devnull, os.O_RDWR)
        self._pid = os.posix_spawn(
            program,
            [program, *_FLAGS[:-1], f"--user-data-dir={profile}", _FLAGS[-1]],
            os.environ | {"HOME": str(profile)},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_DUP2, ends[0], 3),
                (os.POSIX_SPAWN_DUP2, ends[1], 4),
            ],
        )
        for end in (*ends, null):
            os.close(end)
        self._numbers = itertools.count(1)
        self._buffer = b""
        self.events: list[Message] = []

    def call(self, method: str, session: str | None = None, **params: object) -> Message:
        """The answer to a command; events that come before it are kept."""
        number = next(self._numbers)
        message: Message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data) :]
        while True:
            found = self._next(_PATIENCE)
            if found.get("id") == number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                result: Message = found["result"]
                return result
            self.events.append(found)

    def _next(self, patience: float) -> Message:
        while b"\0" not in self._buffer:
            if not select([self._answers], [], [], patience)[0]:
                raise TimeoutError(f"the browser has said nothing for {patience} seconds")
            read = os.read(self._answers, 1 << 20)
            if not read:
                raise RuntimeError("the browser has ended")
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: Message = json.loads(message)
        return found

    def close(self) -> None:
        """End the process and wait until it has."""
        with suppress(RuntimeError, OSError, TimeoutError):
            self.call("Browser.close")
        for _ in range(100):
            if os.waitpid(self._pid, os.WNOHANG)[0]:
                break
            time.sleep(0.05)
        else:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._commands)
        os.close(self._answers)


class Tab:
    """A page in the browser. Whatever it asks of the network is refused and noted in `requests`."""

    def __init__(self, browser: Chromium, downloads: Path, *, width: int, height: int, dark: bool) -> None:
        """Open an empty page of this size, which saves files into a folder."""
        self._browser = browser
        self.downloads = downloads
        self._context = browser.call("Target.createBrowserContext")["browserContextId"]
        made = browser.call("Target.createTarget", url="about:blank", browserContextId=self._context)
        attached = browser.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        self._session = attached["sessionId"]
        browser.call(
            "Browser.setDownloadBehavior",
            behavior="allow",
            browserContextId=self._context,
            downloadPath=str(downloads),
        )
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def call(self, method: str, **params: object) -> Message:
        """The answer to a command to this page."""
        return self._browser.call(method, self._session, **params)

    def open(self, page: Path | str) -> None:
        """Open a file, or a page of a server by its address, and wait until its scripts have run."""
        url = page if isinstance(page, str) else page.as_uri()
        self._home = "/".join(url.split("/")[:3]) + "/"
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.protocol !== 'about:'")

    def follow(self, step: str | Callable[[], object]) -> None:
        """Run or do what leads to another page, and wait until that is there."""

        def is_there() -> bool:
            try:
                return bool(self.run("!window.isLeft && document.readyState === 'complete'"))
            except RuntimeError:  # between two pages there is none
                return False

        self.run("window.isLeft = true")
        if callable(step):
            step()
        else:
            self.run(f"void ({step})")
        until(is_there, f"another page after {step}")

    def run(self, expression: str) -> Any:  # noqa: ANN401 - whatever the script gives
        """The value of a JavaScript expression."""
        found = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(f"{expression}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true."""
        until(lambda: bool(self.run(expression)), expression)

    def text(self, selector: str) -> str:
        """The text of an element as it is seen."""
        return str(self.run(f"document.querySelector({json.dumps(selector)}).innerText"))

    def press(self, label: str) -> None:
        """Press the first visible button with this text or label."""
        self.run(
            f"[...document.querySelectorAll('button')].find((b) => b.checkVisibility() && "
            f"(b.ariaLabel || b.textContent).startsWith({json.dumps(label)})).click()"
        )

    def type(self, selector: str, text: str) -> None:
        """Write into a field in the place of what it holds."""
        self.run(f"document.querySelector({json.dumps(selector)}).select()")
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def key(self, name: str, code: int = 0, text: str = "") -> None:
        """Press a key."""
        common: Message = {"key": name, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def click(self, x: float, y: float, times: int = 1) -> None:
        """Click at a point of the window."""
        for count in range(1, times + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)

    def screenshot(self, file: Path) -> None:
        """Save a picture of the window."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def saved(self, name: str) -> bytes:
        """The contents of a file that the page has handed out."""
        file = self.downloads / name
        until(lambda: file.exists() and not list(self.downloads.glob("*.crdownload")), name)
        return file.read_bytes()

    @property
    def requests(self) -> list[str]:
        """What was asked for elsewhere than in files of this machine, in the page, or at its own server."""
        urls = (event["params"]["request"]["url"] for event in self._own("Network.requestWillBeSent"))
        return [url for url in urls if not url.startswith(("file:", "data:", "blob:", "about:", self._home))]

    @property
    def troubles(self) -> list[str]:
        """What the console says, and errors that nothing has caught."""
        kinds = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [json.dumps(event["params"]) for kind in kinds for event in self._own(kind)]

    def _own(self, method: str) -> list[Message]:
        self.run("0")  # so that what has been sent until now is here
        return [
            event
            for event in self._browser.events
            if event.get("method") == method and event.get("sessionId") == self._session
        ]

    def close(self) -> None:
        """Close the page."""
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something is so, or raise `TimeoutError`."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.02)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """The browser of this machine; without one, tests that need it are skipped."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip(f"needs a browser: install Chromium, so that one of {', '.join(_NAMES)} is on the PATH")
    browser = Chromium(program, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def tab(chromium: Chromium, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens a page in a window of a size, and checks at the end that nothing left it or went wrong."""
    opened: list[Tab] = []

    def open_(page: Path | str, width: int = 1280, height: int = 800, *, dark: bool = False) -> Tab:
        folder = tmp_path / f"downloads-{len(opened)}"
        folder.mkdir()
        opened.append(Tab(chromium, folder, width=width, height=height, dark=dark))
        opened[-1].open(page)
        return opened[-1]

    yield open_
    for one in opened:
        assert one.requests == []
        assert one.troubles == []
        one.close()
