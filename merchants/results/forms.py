"""Forms of the signing desk and of the page where anybody checks a paper."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoicesField, FileField_, Form, LineField, PickField, WholeNumberField
from merchants.results import rules, words

_DIGITS: dict[str, Any] = {
    "required": _l("Enter the 6 digits your authenticator app shows now"),
    "hint": _l("Each six digits work once. Just signed in? Wait for the next ones"),
    "most": 20,
    "render_kw": {"inputmode": "numeric", "autocomplete": "one-time-code"},
}


class _PapersForm(Form):
    papers = ChoicesField(_l("Papers"), choices=[], required=_l("Choose at least one paper"))
    code = LineField(_l("Digits in your authenticator app"), **_DIGITS)

    def offer(self, rows: Sequence[words.Row]) -> None:
        """Offer the papers that wait; all are chosen until somebody takes one out."""
        self.papers.choices = [(str(each.id), each.label) for each in rows]
        if self.papers.raw_data is None and not self.is_submitted():
            self.papers.data = [str(each.id) for each in rows]

    def digits(self) -> str:
        """Return the digits alone."""
        return "".join(sign for sign in str(self.code.data or "") if sign.isdigit())[:12]


class LeaderForm(_PapersForm):
    """An official signs."""

    title = PickField(_l("Sign as"), choices=words.TITLES)


class SealForm(_PapersForm):
    """The agency numbers and seals."""

    number = WholeNumberField(
        _l("First number"),
        least=1,
        greatest=rules.LARGEST_NUMBER,
        sentence=_l("Enter a whole number, for example 12"),
        required=_l("Enter a whole number, for example 12"),
        hint=_l("The others follow it in the order of the list"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def propose(self, number: int) -> None:
        """Write the next free number into the empty field."""
        self.number.process(None, data=number)

    @property
    def asks_number(self) -> bool:
        """Whether some paper still needs a number."""
        return "number" in self

    def keep_numbers(self) -> None:
        """Ask for no number: every paper of this register bears its own."""
        del self.number

    def first_number(self) -> int:
        """Return the number of the first paper; nought where the papers bear their own."""
        return int(self.payload().get("number") or 0)


class ReasonForm(Form):
    """Why a paper is given back or revoked."""

    reason = LineField(
        _l("Why"),
        required=_l("Write why, for example: the name is misspelt"),
        most=200,
        render_kw={"autocomplete": "off"},
    )


class CodeForm(Form):
    """Which paper to check; asked by GET, so it changes nothing."""

    ma = LineField(_l("Code on the paper"), required=_l("Enter the code, for example 2608-4471-5"), most=60)


class KnownForm(Form):
    """What somebody knows of whom the paper names."""

    known = LineField(_l("Show the full name"), required=_l("Enter a year of birth, for example 1964"), most=20)


class FileForm(Form):
    """A file somebody was given."""

    file = FileField_(_l("The PDF file you were given"), required=_l("Choose the PDF file first"))
