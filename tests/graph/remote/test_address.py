"""Addresses as people give them."""

from pathlib import Path

import pytest

from kgraph.errors import GraphError
from kgraph.graph.remote.address import Address, is_address


@pytest.fixture
def netrc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A login that is kept for the host "kept"."""
    (tmp_path / ".netrc").write_text('machine kept login someone password "kept secret"\n')
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("given", "query", "update", "login"),
    [
        ("http://host:8890/sparql", "http://host:8890/sparql", "http://host:8890/sparql", ("", "")),
        ("HTTPS://Host/x?a=b", "https://host/x?a=b", "https://host/x?a=b", ("", "")),
        ("http://host", "http://host/", "http://host/", ("", "")),
        ("http://[::1]:80/q", "http://[::1]:80/q", "http://[::1]:80/q", ("", "")),
        ("http://me:p%40s%2Fs@host/q", "http://host/q", "http://host/q", ("me", "p@s/s")),
        ("http://me@host/q", "http://host/q", "http://host/q", ("me", "")),
        ("http://host/ds/query#update=update", "http://host/ds/query", "http://host/ds/update", ("", "")),
        ("http://host/ds/query#update=/u?x=1", "http://host/ds/query", "http://host/u?x=1", ("", "")),
        ("http://a:b@host/q#update=https://other/u", "http://host/q", "https://other/u", ("a", "b")),
        ("http://kept/q", "http://kept/q", "http://kept/q", ("someone", "kept secret")),
        ("http://me:mine@kept/q", "http://kept/q", "http://kept/q", ("me", "mine")),
    ],
)
@pytest.mark.usefixtures("netrc")
def test_parts(given: str, query: str, update: str, login: tuple[str, str]) -> None:
    address = Address.of(given)
    assert (address.query, address.update, (address.user, address.password)) == (query, update, login)
    assert is_address(given)
    assert str(address) == query


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("http://me:secret@host:port/q", "no address"),
        ("http://me:secret/@host/q", "no address"),
        ("http://me:secret@[::1/q", "no address"),
        ("http:///sparql", "in full"),
        (str(Path("http://me:secret@host/q")), "as text"),
        ("http://me:secret@host/q#updat=x", "not updat="),
        ("http://me:secret@host/q#x", "no address"),
        ("http://me:secret@host/q#update=ftp://x/y", "another address"),
        ("http://me:secret@host/q#update=http://a:secret@x/y", "without a login"),
    ],
)
def test_what_is_no_address_is_told_without_the_password(given: str, told: str) -> None:
    with pytest.raises(GraphError, match=told) as caught:
        Address.of(given)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Address.of("http://me:secret@host/q"))


@pytest.mark.parametrize("place", ["graph", "./http://x", "httpx", "ftp://x", "", None, Path("graph")])
def test_folders_are_no_addresses(place: str | Path | None) -> None:
    assert not is_address(place)
