"""The places of a document: where its number, its date and its two signatures go.

A template marks a place with a link of the right size, ``#link("lensan:leader")[#box(width: 60mm, height: 26mm)]``.
Laying the places turns each link into an empty form field, so that the number may be given after the official has
signed without touching what was signed.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_PREFIX = "lensan:"
_PRINTED_AND_LOCKED = 4 | 128
_READ_ONLY = 1


class Place(StrEnum):
    """What goes where; the value is the field's name."""

    NUMBER = "number"
    DATE = "date"
    LEADER = "leader"
    AGENCY = "agency"


# What a screen reader says of each field.
_SPOKEN = {
    Place.NUMBER: "Số văn bản",
    Place.DATE: "Ngày ban hành",
    Place.LEADER: "Chữ ký số của người có thẩm quyền",
    Place.AGENCY: "Chữ ký số của cơ quan",
}
_SIGNED = (Place.LEADER, Place.AGENCY)


class PlaceMissingError(ValueError):
    """A document has no place for a signature: a fault of its template."""


@dataclass(frozen=True)
class Filling:
    """What is written into a place: the words, and how they look as a page of the place's size."""

    text: str
    look: bytes


def lay_places(pdf: bytes) -> bytes:
    """Return the document with empty fields where the template marked places.

    Raises:
        PlaceMissingError: a signature has no place.
    """
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = generic.ArrayObject()
    laid = set()
    for place, mark, page in _marks(writer):
        field = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Sig" if place in _SIGNED else "/Tx"),
                pdf_name("/T"): generic.TextStringObject(place.value),
                pdf_name("/TU"): generic.TextStringObject(_SPOKEN[place]),
                pdf_name("/F"): generic.NumberObject(_PRINTED_AND_LOCKED),
                pdf_name("/P"): page,
                pdf_name("/Rect"): generic.ArrayObject(
                    [generic.FloatObject(edge) for edge in mark.get_object()["/Rect"]]
                ),
            }
        )
        if place not in _SIGNED:
            field[pdf_name("/Ff")] = generic.NumberObject(_READ_ONLY)
        laid_field = writer.add_object(field)
        _replace(writer, page, mark, laid_field)
        fields.append(laid_field)
        laid.add(place)
    missing = [place.value for place in _SIGNED if place not in laid]
    if missing:
        raise PlaceMissingError(f"The document has no place for: {', '.join(missing)}")
    form = generic.DictionaryObject({pdf_name("/Fields"): fields, pdf_name("/SigFlags"): generic.NumberObject(3)})
    writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def fill(writer: Any, fillings: Mapping[Place, Filling]) -> None:
    """Write the words into their places, in the revision the writer is about to make."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.form_tools import enumerate_fields_in
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.reader import PdfFileReader

    listed = writer.root["/AcroForm"]["/Fields"]
    for place, filling in fillings.items():
        found = enumerate_fields_in(listed, with_name=place.value, refs_seen=set(), target_field_type="/Tx")
        _name, _value, reference = next(iter(found), (None, None, None))
        if reference is None:
            continue  # not every document has a number
        field = reference.get_object()
        look = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(filling.look)))
        field[pdf_name("/V")] = generic.TextStringObject(filling.text)
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})
        writer.mark_update(reference)


def size_of(pdf: bytes, place: Place) -> tuple[float, float]:
    """Return the width and height of a place, in points.

    Raises:
        PlaceMissingError: the document has no such place.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    root = PdfFileReader(io.BytesIO(pdf)).root
    for reference in root["/AcroForm"]["/Fields"] if "/AcroForm" in root else ():
        field = reference.get_object()
        if field["/T"] == place.value:
            left, low, right, high = (float(edge) for edge in field["/Rect"])
            return right - left, high - low
    raise PlaceMissingError(f"The document has no place for: {place.value}")


def _marks(writer: Any) -> list[tuple[Place, Any, Any]]:
    """Return each marked place, its annotation and its page."""
    known = {_PREFIX + place.value: place for place in Place}
    found = []
    for number in range(int(writer.root["/Pages"]["/Count"])):
        page, _resources = writer.find_page_for_modification(number)
        drawn = page.get_object()
        if "/Annots" not in drawn:
            continue
        for mark in drawn["/Annots"]:
            link = mark.get_object()
            address = str(link["/A"].get("/URI", "")) if "/A" in link else ""
            if address in known:
                found.append((known[address], mark, page))
    return found


def _replace(writer: Any, page: Any, mark: Any, field: Any) -> None:
    """Put a field where a link was, on the page and nowhere else.

    The tree of headings and paragraphs must not name the field: a later signature changes it, and a checker would take
    that for a change of the signed text. So the tree forgets the link too.
    """
    drawn = page.get_object()
    listed = drawn["/Annots"]
    for number, each in enumerate(listed):
        if each.reference == mark.reference:
            listed[number] = field
    writer.update_container(listed)
    if "/StructTreeRoot" in writer.root:
        _forget(writer, writer.root["/StructTreeRoot"], mark.reference)


def _forget(writer: Any, part: Any, link: Any) -> None:
    from pyhanko.pdf_utils import generic

    if "/K" not in part:
        return
    kids = part["/K"]
    for kid in kids if isinstance(kids, generic.ArrayObject) else [kids]:
        inner = kid.get_object()
        if not isinstance(inner, generic.DictionaryObject):
            continue
        if "/Obj" in inner and inner.raw_get("/Obj").reference == link:
            del part["/K"]
            writer.update_container(part)
            return
        _forget(writer, inner, link)
