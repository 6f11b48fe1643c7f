"""Every sentence of the site is there in both languages: English in the code, Vietnamese in the catalogues."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.core.settings import ROOT
from app.factory import TRANSLATIONS

pytestmark = pytest.mark.no_database

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.svg", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "N_": None}
PLACE = re.compile(r"%\((\w+)\)[sd]")


def spoken() -> dict[str, str]:
    """Return every sentence in the code and where it was first found."""
    found: dict[str, str] = {}
    for package in ("app", "merchants", "catalog", "payments"):
        for file, line, message, _comments, _context in extract_from_dir(
            str(ROOT / package), METHODS, keywords=KEYWORDS, directory_filter=lambda path: "static" not in path
        ):
            for text in [message] if isinstance(message, str) else message[:1]:  # one entry for both numbers
                found.setdefault(text, f"{package}/{file}:{line}")
    return found


def written() -> Iterator[tuple[Path, object]]:
    for folder in TRANSLATIONS:
        path = ROOT / folder / "vi/LC_MESSAGES/messages.po"
        if path.exists():
            with path.open("rb") as file:
                yield path, read_po(file, locale="vi")


def test_every_sentence_has_its_vietnamese() -> None:
    known = {m.id if isinstance(m.id, str) else m.id[0] for _, po in written() for m in po if m.id and m.string}  # type: ignore[attr-defined]

    missing = {text: where for text, where in spoken().items() if text not in known}
    assert missing == {}


def test_no_translation_is_empty_fuzzy_or_loses_a_placeholder() -> None:
    for path, po in written():
        for message in po:  # type: ignore[attr-defined]
            if not message.id or not isinstance(message.id, str):
                continue
            assert message.string, f"{path}: {message.id}"
            assert not message.fuzzy, f"{path}: {message.id}"
            assert set(PLACE.findall(message.id)) == set(PLACE.findall(message.string)), f"{path}: {message.id}"


def test_the_same_sentence_is_said_the_same_way_everywhere() -> None:
    said: dict[str, tuple[str, Path]] = {}
    for path, po in written():
        for message in po:  # type: ignore[attr-defined]
            if message.id and isinstance(message.id, str):
                before = said.setdefault(message.id, (message.string, path))
                assert before[0] == message.string, f"{message.id}: {path} and {before[1]}"
