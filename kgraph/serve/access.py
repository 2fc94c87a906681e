"""Who may read: under which names the server answers, and which other sites' pages may read what it says.

A page of any site can have the browser ask a server on the same machine. The browser keeps the answer from it
unless the server lets that site read (CORS). A site may get round that by having its own name lead to this
machine (DNS rebinding): then the browser takes the two for one site, and only the name asked for tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from kgraph.errors import InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_ORIGIN: Final = re.compile(r"https?://(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]*)(?::[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Access:
    """The origins whose pages may read ("*" for all), and the address listened at, as given and as it is.

    Raises `InputError` for what is no origin.
    """

    origins: tuple[str, ...] = ()
    given: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what a browser would never send as an origin."""
        for origin in self.origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise InputError(
                    origin[:200], "is no origin: give one as browsers send it, like https://example.org, or *"
                )

    def knows(self, host: str) -> bool:
        """Whether a request for that host (a name or an address, perhaps with a port) is for this server.

        One that listens on this machine only has no names but those of the machine itself; for any other
        nobody knows its names.
        """
        if not _is_loopback(self.address) or not host:
            return True
        match = _HOST.fullmatch(host.lower())
        name = match[1].strip("[]").rstrip(".") if match else ""
        own = name in {"localhost", self.given.lower()} or name.endswith(".localhost")
        return own or _is_loopback(name)


class KnownHosts:
    """Lets only those requests through to `app` that were meant for this server."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] == "http" and not all(map(self._access.knows, Headers(scope=scope).getlist("host"))):
            message = (
                "this server answers on its own machine only: open it as localhost or 127.0.0.1 "
                "(kgraph serve --host lets it listen at another address)\n"
            )
            await PlainTextResponse(message, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
