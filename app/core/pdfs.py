"""PDF files from strangers: opened to see what they really are, and refused if anything in them acts."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pikepdf
from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError

MAX_BYTES = 10_000_000
MAX_PAGES = 40
# A scan of forty grey pages inflates to some 350 MB only if nothing in it is compressed as a picture; scanners do that.
MAX_INFLATED_BYTES = 200_000_000
_MAX_OBJECTS = 40_000
_MAX_DEPTH = 60

_STREAM = re.compile(rb"stream\r?\n")
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
# Packings inside packings, and the old one whose gain has no bound worth checking: no scanner makes them.
_PACKED_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b|/LZW(?:Decode)?\b")
_CHUNK = 1 << 16

_SCRIPTS = {"/JavaScript", "/Rendition", "/RichMediaExecute"}
_LAUNCHES = {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"}
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


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
    _refuse_size(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise _locked()
            if len(pdf.objects) > _MAX_OBJECTS or len(pdf.pages) > MAX_PAGES:
                raise _too_large()
            if not len(pdf.pages):
                raise _broken()
            for thing in pdf.objects:
                _refuse_active(thing)
            return PdfFacts(pages=len(pdf.pages))
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, OverflowError) as error:
        raise _broken() from error


def _refuse_size(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):
        raise _broken()
    if len(data) > MAX_BYTES:
        raise _too_large()
    plain = _HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), data)
    if _PACKED_TWICE.search(plain):
        raise _too_large()
    left = MAX_INFLATED_BYTES
    for size in _inflated(data):
        left -= size
        if left < 0:
            raise _too_large()


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


def _refuse_active(thing: Any, depth: int = 0) -> None:
    if depth > _MAX_DEPTH:
        raise _too_large()
    if isinstance(thing, pikepdf.Array):
        for inner in list(thing):
            _look_on(inner, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _refuse_entries(thing)
        for inner in thing.values():
            _look_on(inner, depth)


def _look_on(inner: Any, depth: int) -> None:
    # What has a number of its own is met by itself among the objects; following it here could go round for ever.
    if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
        _refuse_active(inner, depth + 1)


def _refuse_entries(thing: Any) -> None:
    keys = set(thing.keys())
    does = {str(thing[key]) for key in ("/S", "/Subtype", "/Type") if key in keys and _is_name(thing[key])}
    if "/JS" in keys or "/JavaScript" in keys or does & _SCRIPTS:
        raise PdfActiveError(_l("This PDF holds a program, so it is not kept. Take a photo of the paper instead"))
    if "/EmbeddedFiles" in keys or "/EF" in keys or does & _ATTACHED:
        raise PdfActiveError(_l("Another file is hidden in this PDF. Take a photo of the paper instead"))
    if does & _LAUNCHES:
        raise PdfActiveError(_l("This PDF wants to open something else. Take a photo of the paper instead"))
    if "/XFA" in keys:
        raise PdfActiveError(_l("This PDF is a form that fills itself in. Print it and take a photo of the paper"))


def _is_name(value: Any) -> bool:
    return isinstance(value, pikepdf.Name)


def _too_large() -> PdfTooLargeError:
    return PdfTooLargeError(_l("This PDF is too large. Send at most 40 pages and 10 MB, or take photos of the pages"))


def _broken() -> PdfBrokenError:
    return PdfBrokenError(_l("This PDF did not arrive whole. Choose it again, or take a photo of the paper"))


def _locked() -> PdfLockedError:
    return PdfLockedError(_l("This PDF is locked with a password. Save it without one, or take a photo of the paper"))
