"""PDF files from strangers: opened to see what they really are, and refused if anything in them acts."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError

MAX_BYTES = 10_000_000
MAX_PAGES = 40
# A scan of forty grey pages inflates to some 350 MB only if nothing in it is compressed as a picture; scanners do that.
MAX_INFLATED_BYTES = 200_000_000

_STREAM = re.compile(rb"stream\r?\n")
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
# Packings inside packings, and the old one whose gain has no bound worth checking: no scanner makes them.
_PACKED_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b|/LZW(?:Decode)?\b")
_CHUNK = 1 << 16


class PdfRefusedError(DomainError):
    """A file that cannot be taken as a PDF; the sentence says what to do."""

    code = "pdf.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PdfTooLargeError(PdfRefusedError):
    """Too many bytes, pages or things, packed or unpacked."""

    code = "pdf.too_large"


class PdfBrokenError(PdfRefusedError):
    """Cut short, damaged, or no PDF at all."""

    code = "pdf.broken"


class PdfLockedError(PdfRefusedError):
    """Encrypted, with a password or with rights."""

    code = "pdf.locked"


class PdfActiveError(PdfRefusedError):
    """Carries a program, another file, or something to start."""

    code = "pdf.active"


@dataclass(frozen=True)
class PdfFacts:
    """What is known of a PDF that was let in."""

    pages: int


def looked_into(data: bytes) -> PdfFacts:
    """Open a PDF and make sure that it is only something to read.

    The bytes are kept as they came: rewriting them would break a signature.

    Raises:
        PdfTooLargeError, PdfBrokenError, PdfLockedError, PdfActiveError: with a sentence for the person.
    """
    from app.core.pdf_contents import pages_of

    _refuse_size(data)
    return PdfFacts(pages=pages_of(data))


def _refuse_size(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):
        raise broken()
    if len(data) > MAX_BYTES:
        raise too_large()
    plain = _HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), data)
    if _PACKED_TWICE.search(plain):
        raise too_large()
    left = MAX_INFLATED_BYTES
    for size in _inflated(data):
        left -= size
        if left < 0:
            raise too_large()


def _inflated(data: bytes) -> Iterator[int]:
    """Yield the sizes that packed parts come to, a little at a time, so that nothing is ever held whole."""
    for found in _STREAM.finditer(data):
        start = found.end()
        if data[start : start + 1] not in (b"\x78", b"\x58", b"\x48", b"\x68", b"\x38", b"\x28", b"\x18", b"\x08"):
            continue  # no header of that packing
        unpacker, at = zlib.decompressobj(), start
        try:
            while not unpacker.eof:
                waiting = unpacker.unconsumed_tail
                if not waiting:
                    waiting, at = data[at : at + _CHUNK], at + _CHUNK
                if not waiting:
                    break
                yield len(unpacker.decompress(waiting, 16 * _CHUNK))
        except zlib.error:
            continue


def too_large() -> PdfTooLargeError:
    return PdfTooLargeError(_l("This PDF is too large. Send at most 40 pages and 10 MB, or take photos of the pages"))


def broken() -> PdfBrokenError:
    return PdfBrokenError(_l("This PDF did not arrive whole. Choose it again, or take a photo of the paper"))


def locked() -> PdfLockedError:
    return PdfLockedError(_l("This PDF is locked with a password. Save it without one, or take a photo of the paper"))
