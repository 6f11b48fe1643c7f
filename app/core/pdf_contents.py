"""What is inside a PDF from a stranger: how much there is, and whether anything of it acts."""

import io
from typing import Any

import pikepdf
from flask_babel import lazy_gettext as _l

from app.core.pdfs import MAX_PAGES, PdfActiveError, broken, locked, too_large

_MAX_OBJECTS = 40_000
_MAX_DEPTH = 60

_SCRIPTS = {"/JavaScript", "/Rendition", "/RichMediaExecute"}
_LAUNCHES = {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"}
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has that is only something to read.

    Raises:
        PdfTooLargeError, PdfBrokenError, PdfLockedError, PdfActiveError: with a sentence for the person.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise locked()
            if len(pdf.objects) > _MAX_OBJECTS or len(pdf.pages) > MAX_PAGES:
                raise too_large()
            if not len(pdf.pages):
                raise broken()
            for thing in pdf.objects:
                _refuse_active(thing)
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, OverflowError) as error:
        raise broken() from error


def _refuse_active(thing: Any, depth: int = 0) -> None:
    if depth > _MAX_DEPTH:
        raise too_large()
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
