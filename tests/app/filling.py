"""Forms as they stand on a page, filled in the way somebody in a hurry does: every box with the right kind of thing."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from app.core import clock

_PHONE, _WORDS = "0987654321", "Nhà có mắm ngon"
_SHEET = b"ten,gia\nMam,50000\n"
# The smallest picture there is: one point.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
    "56c72f0d0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Filled:
    """A form with something in every box, and where it is sent."""

    path: str
    data: dict[str, Any]


def forms_on(page: bytes, path: str) -> Iterator[Filled]:
    """Give every form of a page that writes, filled in."""
    for form in html.fromstring(page).forms:
        if (form.get("method") or "").lower() != "post":
            continue
        data: dict[str, Any] = {}
        for box in form.inputs:
            if box.name:
                _fill(data, box)
        yield Filled(form.get("action") or path, data)


def _fill(data: dict[str, Any], box: Any) -> None:
    kind = box.get("type", "text") if box.tag == "input" else box.tag
    if kind == "hidden":
        data[box.name] = box.get("value") or ""
    elif kind == "select":
        data[box.name] = next((each.get("value") for each in box.iter("option") if each.get("value")), "")
    elif kind == "radio":
        data.setdefault(box.name, box.get("value"))
    elif kind == "checkbox":
        data.setdefault(box.name, []).append(box.get("value") or "y")
    elif kind == "file":
        is_picture = "image" in (box.get("accept") or "")
        data[box.name] = io.BytesIO(_PICTURE if is_picture else _SHEET), "x.png" if is_picture else "x.csv"
    elif kind not in ("submit", "button", "image"):
        _write(data, box)


def _write(data: dict[str, Any], box: Any) -> None:
    today = clock.today()
    parts = {"-day": f"{today.day}", "-month": f"{today.month}", "-year": f"{today.year}"}
    part = next((said for end, said in parts.items() if (box.get("id") or "").endswith(end)), None)
    if part is not None:  # a day is three boxes of one name
        data.setdefault(box.name, []).append(part)
        return
    said = box.get("value") or _said(box)
    data[box.name] = said[: int(box.get("maxlength") or len(said))]


def _said(box: Any) -> str:
    kind, mode, name = box.get("type"), box.get("inputmode"), box.name
    if kind == "tel" or mode == "tel" or "phone" in name:
        return _PHONE
    if kind in ("date", "time"):
        return f"{clock.today()}" if kind == "date" else "08:00"
    if kind == "number" or mode in ("numeric", "decimal"):
        return "50000" if name.endswith("_vnd") else "12"
    return "https://example.vn/" if kind == "url" else _WORDS
