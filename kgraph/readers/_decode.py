"""Bytes to characters: what is not text is named, and the encoding of what is text is found.

UTF-8 comes first, because text that is valid UTF-8 by chance is next to impossible; then what the
page declares; then CP-1252, the usual encoding of older English text; charset-normalizer last.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

UTF_8 = "utf-8-sig"
"""UTF-8, with or without a byte order mark."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"%PDF-", "PDF document; save it as text"),
    (b"{\\rtf", "RTF document; save it as text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Microsoft Office document; save it as text"),
    (b"PK\x03\x04", "ZIP archive or Office document; unpack it or save it as text"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"\x1f\x8b", "gzip archive; unpack it"),
    (b"BZh91AY&SY", "bzip2 archive; unpack it"),
    (b"\xfd7zXZ\x00", "xz archive; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive; unpack it"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive; unpack it"),
    (b"Rar!\x1a\x07", "RAR archive; unpack it"),
    (b"WARC/1.", "WARC archive; take the pages out of it"),
    (b"\x7fELF", "executable"),
    (b"MZ\x90\x00", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\x00asm", "executable"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet table; save it as CSV"),
    (b"OggS\x00", "Ogg media"),
    (b"ID3", "MP3 audio"),
)
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = bytes(sorted({*range(0x20), 0x7F} - {*b"\t\n\r\f\x1b"}))
_HIGH = bytes(range(0x80, 0x100))
_MAX_CONTROL_SHARE = 0.02
_MAX_DAMAGE = 0.2
"""Share of broken characters among the non-ASCII ones up to which text counts as damaged UTF-8."""
_MAX_CP1252_SHARE = 0.15
"""English text holds few bytes beyond ASCII (quotes, dashes, names); other scripts hold many."""
_MIN_LEGIBLE_SHARE = 0.95
_SAMPLE_BYTES = 65_536
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_WEB_ENCODING = re.compile(r"(?i)(utf-?8|(iso|windows|cp|koi8|gb|big5|euc|shift|mac)[\w-]*)$")


def encoding_of(head: bytes, *, whole: bool) -> str:
    """The encoding of a text that starts with `head` (`whole`: and ends with it).

    Raises ValueError, saying what it is instead ("PNG image"), when this is no text.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise ValueError(what)
    if utf_16 := _unmarked_utf_16(head):
        return utf_16
    if len(head) - len(head.translate(None, _CONTROL)) > _MAX_CONTROL_SHARE * len(head):
        raise ValueError("binary data")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        encoding = _other_than_utf_8(head)
        if not _is_legible(head[:_SAMPLE_BYTES].decode(encoding, errors="replace")):
            raise ValueError("binary data") from None
        return encoding
    return UTF_8


def decode(data: bytes, encoding: str) -> str:
    """The characters of `data`; never fails: what cannot be read is U+FFFD.

    Where UTF-8 was expected and does not fit, the encoding is sought anew in `data`.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == UTF_8:
            encoding = _other_than_utf_8(data)
        return data.decode(encoding, errors="replace")


def _unmarked_utf_16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero, and hardly any of the rest."""
    pairs = len(head) // 2
    even, odd = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    many, few = 0.4 * pairs, 0.05 * pairs
    if pairs >= 4 and many < max(even, odd) and min(even, odd) <= few:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        text = head[: 2 * pairs].decode(encoding, errors="replace")
        return encoding if _is_legible(text) else ""
    return ""


def _is_legible(text: str) -> bool:
    legible = sum((char.isprintable() and char != "\ufffd") or char.isspace() for char in text)
    return legible >= _MIN_LEGIBLE_SHARE * len(text)


def _other_than_utf_8(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    if sample.isascii():  # the trouble lies further on
        trouble = next(n for n, byte in enumerate(data) if byte > 0x7F)
        sample = data[trouble : trouble + _SAMPLE_BYTES]
    mended = sample.decode(errors="replace")
    beyond_ascii = sum(char > "\x7f" for char in mended)
    if mended.count("\ufffd") <= _MAX_DAMAGE * beyond_ascii:
        return UTF_8
    if declared := _declared(data):
        return declared
    if len(sample) - len(sample.translate(None, _HIGH)) <= _MAX_CP1252_SHARE * max(len(sample), 50):
        return _western(sample)
    best = from_bytes(sample).best()
    return best.encoding if best else _western(sample)


def _western(sample: bytes) -> str:
    """CP-1252, unless there are bytes that only Latin-1 has."""
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _declared(data: bytes) -> str:
    """What a page or feed says of itself, if it is an encoding that such files are written in."""
    start = data[:2048]
    found = _DECLARED.search(start) if start.lstrip().startswith(b"<") else None
    name = found[1].decode().lower() if found else ""
    if not _WEB_ENCODING.match(name) or name.startswith("utf"):
        return ""
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return ""
    # on the web Latin-1 stands for CP-1252 (WHATWG Encoding Standard, section 4.2)
    return "cp1252" if name == "iso8859-1" else name
