"""Addresses of SPARQL endpoints, as people give them."""

from __future__ import annotations

import netrc
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from kgraph.errors import GraphError

_HINT = (
    ": give it in full and as text, such as http://localhost:8890/sparql, and write what is special in a "
    "login or address as %20"
)
_ADDRESS = re.compile(r"https?:/", re.IGNORECASE)


def is_address(place: object) -> bool:
    """Whether the place of a graph is an endpoint and no folder."""
    return place is not None and _ADDRESS.match(str(place)) is not None


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint takes queries and updates, and who asks; `query` holds no password."""

    query: str
    update: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, given: str) -> Self:
        """The address that `given` writes as `http://USER:PASSWORD@HOST:PORT/PATH#update=ADDRESS`.

        User, password and port may be left out; a login that ~/.netrc keeps for the host is used then.
        Updates go where queries go, unless the part behind `#`, which no server sees, names another
        address or path. Raises `GraphError` for what is none.
        """
        try:
            parts = urlsplit(given)
            port = f":{parts.port}" if parts.port is not None else ""
            settings = dict(parse_qsl(parts.fragment, strict_parsing=True)) if parts.fragment else {}
        except ValueError:
            raise GraphError(f"{_without_login(given)} is no address of an endpoint{_HINT}") from None
        if not parts.hostname:
            raise GraphError(f"{_without_login(given)} is no address of an endpoint{_HINT}")
        if strange := settings.keys() - {"update"}:
            raise GraphError(
                f"{_without_login(given)}: behind the # only update= may stand, not {min(strange)}="
            )
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        query = urlunsplit((parts.scheme.lower(), host + port, parts.path or "/", parts.query, ""))
        update = urljoin(query, settings.get("update", query))
        if not is_address(update) or "@" in urlsplit(update).netloc:
            raise GraphError(
                f"{_without_login(given)}: updates go to a path, or to another address without a login"
            )
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(query, update, *((user, password) if user else _kept_login(parts.hostname)))

    def __str__(self) -> str:
        """The address as it may be shown: without the login."""
        return self.query


def _kept_login(host: str) -> tuple[str, str]:
    try:
        user, _, password = netrc.netrc().authenticators(host) or ("", "", "")
    except (OSError, netrc.NetrcParseError):
        return "", ""
    return user, password or ""


def _without_login(given: str) -> str:
    return re.sub(r"^(\w+:/+).*@", r"\1", given)
