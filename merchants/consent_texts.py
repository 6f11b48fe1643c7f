"""What an owner reads before agreeing, by purpose and version: a word given holds for the text it was given to."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from merchants.rules import ConsentPurpose

SHIPPED = Path(__file__).parent / "data" / "consent_texts.json"


class ConsentTextMissingError(LookupError):
    """No text is known for this purpose on this day, or of this version."""


@dataclass(frozen=True)
class ConsentText:
    """One text over one span of days; ``valid_to`` is the first day it is no longer shown."""

    purpose: ConsentPurpose
    version: int
    valid_from: date
    valid_to: date | None
    vi: str
    en: str
    basis: str

    def said(self, language: str) -> str:
        """Return the text in a language of the site."""
        return self.en if language == "en" else self.vi

    def is_shown_on(self, day: date) -> bool:
        """Whether this is what is read on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_texts(path: Path) -> tuple[ConsentText, ...]:
    """Read a file of texts.

    Raises:
        ValueError: a version is there twice, or two texts of one purpose are shown on the same day.
    """
    texts = tuple(_text(row) for row in json.loads(path.read_text("utf-8")))
    for text in texts:
        others = [other for other in texts if other.purpose is text.purpose and other is not text]
        if any(other.version == text.version or other.is_shown_on(text.valid_from) for other in others):
            raise ValueError(f"{text.purpose} {text.version} collides with another text")
    return texts


@cache
def _shipped() -> tuple[ConsentText, ...]:
    return read_texts(SHIPPED)


def text_on(purpose: ConsentPurpose, on: date) -> ConsentText:
    """Return the text shown on a day.

    Raises:
        ConsentTextMissingError: none is.
    """
    for text in _shipped():
        if text.purpose is purpose and text.is_shown_on(on):
            return text
    raise ConsentTextMissingError(f"{purpose} on {on}")


def text_of(purpose: ConsentPurpose, version: int) -> ConsentText:
    """Return a version, also one that is no longer shown: texts are never taken out of the file.

    Raises:
        ConsentTextMissingError: there is none.
    """
    for text in _shipped():
        if (text.purpose, text.version) == (purpose, version):
            return text
    raise ConsentTextMissingError(f"{purpose} {version}")


def _text(row: dict[str, str | int | None]) -> ConsentText:
    ending = row["valid_to"]
    return ConsentText(
        purpose=ConsentPurpose(str(row["purpose"])),
        version=int(row["version"] or 0),
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_to=date.fromisoformat(str(ending)) if ending else None,
        vi=str(row["vi"]),
        en=str(row["en"]),
        basis=str(row["basis"]),
    )
