"""The canonical text: the one form of an article's text into which offsets point.

UTF-8, NFC, LF line ends, no byte order mark, no control characters but LF and TAB. Nothing else is changed: NO-BREAK
SPACE, double spaces and the publisher's typos stay.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kavychki.errors import CanonicalTextError

FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than LF and TAB, and unpaired surrogates."""

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def canonical_text(raw: bytes | str) -> str:
    """The canonical form of a text file's bytes or of a string.

    Raises:
        CanonicalTextError: the bytes are not UTF-8, the text is empty, or holds a character that has no canonical form.
    """
    text = _decode(raw) if isinstance(raw, bytes) else raw
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        raise CanonicalTextError(
            f"code point {found.start()} is the control character U+{ord(found[0]):04X}: remove it from the text"
        )
    if not text:
        raise CanonicalTextError("the text is empty")
    return unicodedata.normalize("NFC", text)


def text_sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes as 64 hexadecimal digits: the identity of a canonical text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CanonicalTextError(
            f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8: save the text as UTF-8"
        ) from error
