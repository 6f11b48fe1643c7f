"""Forms: fields that trim, read, limit and say what to do; a form never saves anything."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from babel.support import Translations
from flask import g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.i18n import messages_path
from wtforms.validators import StopValidation

from app.core import ids, submissions
from app.core.money import MoneyError, format_vnd, parse_vnd
from app.core.phones import PhoneError, parse_phone, show_phone
from app.core.text import line, nfc
from app.web.languages import language
from app.web.session import typed_before

Choices = Iterable[tuple[Any, Any]]


class AlreadyDone(Exception):  # noqa: N818  not an error: the second click of a form that was acted upon
    """This form was already acted upon; the answer is where the first click led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Form(FlaskForm):
    """Every form: protected against forgery, safe to send twice, and kept when the session lapsed."""

    # A field whose attribute begins with an underscore would not be a field; only its name in the page does.
    khoa = HiddenField(name="_khoa")

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: object) -> Any:
            """Return the library's own few words, which it would read from disk again for every form."""
            return _library_words(language())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if request.method == "GET" and not args and (typed := typed_before(request.path)):
            kwargs["formdata"] = MultiDict([(name, value) for name, values in typed.items() for value in values])
        super().__init__(*args, **kwargs)
        if not self.khoa.data:
            self.khoa.data = str(ids.new_id())

    def accepted(self) -> bool:
        """Whether the form was sent, is in order and has not been acted upon before.

        Raises:
            AlreadyDone: the same form was acted upon already; the web answers with the first answer.
        """
        if request.method != "POST":
            return False
        sent = request.form.get("_khoa", "")[:60]
        if sent:
            key = f"{request.path}#{sent}"[:200]
            before = submissions.earlier(key)
            if before is not None:
                raise AlreadyDone(before.location or request.path)
            if not self.validate():
                return False
            submissions.remember(key)
            g.submission_key = key
            return True
        return bool(self.validate())

    def ask_again(self, field: Field, refusal: object) -> None:
        """Say beside a field what to do next, and let the same form be sent anew: that try has been used up."""
        field.errors = (str(refusal),)
        self.khoa.data = str(ids.new_id())

    def payload(self) -> dict[str, Any]:
        """Return the answers as plain data, under the names of the fields."""
        return {field.name: field.data for field in self if field.name not in ("csrf_token", "_khoa")}


class Needed:
    """Refuse an empty answer with a sentence that says what to enter; a space is empty."""

    def __init__(self, sentence: object) -> None:
        self.sentence = sentence
        self.field_flags: dict[str, Any] = {}

    def __call__(self, form: object, field: Field) -> None:
        if field.data is None or field.data in ("", [], False):
            field.errors = [error for error in field.errors if error != self.sentence]
            if not field.errors:
                raise StopValidation(str(self.sentence))


def _validators(required: Any, more: Sequence[Callable[..., None]]) -> list[Any]:
    return ([Needed(required)] if required else []) + list(more)


class _Textual(StringField):
    """A field read from text: a failure to read keeps what was typed."""

    def __init__(
        self,
        label: Any,
        *,
        required: Any = None,
        hint: Any = "",
        most: int = 200,
        validators: Sequence[Callable[..., None]] = (),
        **kwargs: Any,
    ) -> None:
        self.most = most
        self.typed = ""
        kwargs.setdefault("widget", GovTextInput())
        super().__init__(label, validators=_validators(required, validators), description=hint, **kwargs)

    def read(self, text: str) -> Any:
        """Turn trimmed text into a value.

        Raises:
            ValueError: with the sentence to show.
        """
        return text

    def write(self, value: Any) -> str:
        """Turn a value back into text."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed = line(str(valuelist[0]))
        if len(self.typed) > self.most:
            self.data = None
            raise ValueError(
                _("Use %(most)d characters or fewer. You entered %(given)d", most=self.most, given=len(self.typed))
            )
        self.data = None if not self.typed else self.read(self.typed)

    def _value(self) -> str:
        if self.typed:
            return self.typed
        return "" if self.data is None else self.write(self.data)


class LineField(_Textual):
    """One line of text, trimmed, in NFC; empty is ``""``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or ""


class TextField_(LineField):
    """Several lines of text."""

    def __init__(self, label: Any, *, most: int = 3000, **kwargs: Any) -> None:
        super().__init__(label, most=most, widget=GovTextArea(), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed = nfc(str(valuelist[0])).replace("\r\n", "\n").strip()
        if len(self.typed) > self.most:
            self.data = ""
            raise ValueError(
                _("Use %(most)d characters or fewer. You entered %(given)d", most=self.most, given=len(self.typed))
            )
        self.data = self.typed


class PhoneField(_Textual):
    """A telephone number, as E.164."""

    def read(self, text: str) -> str:
        try:
            return parse_phone(text)
        except PhoneError as error:
            raise ValueError(
                _("Phone numbers have 10 digits and start with 0. You entered %(digits)d digits", digits=error.digits)
            ) from error

    def write(self, value: Any) -> str:
        return show_phone(str(value))


class VndField(_Textual):
    """An amount in whole đồng; reads ``120.000``, ``120,000 đ``, ``120000`` and ``120 nghìn``."""

    def read(self, text: str) -> int:
        try:
            return int(parse_vnd(text))
        except MoneyError as error:
            raise ValueError(_("Enter the amount in đồng, for example 120.000")) from error

    def write(self, value: Any) -> str:
        return format_vnd(value).removesuffix("₫").strip()


class WholeNumberField(_Textual):
    """A whole number between two bounds; the sentence says which."""

    def __init__(self, label: Any, *, least: int, greatest: int, sentence: object, **kwargs: Any) -> None:
        self.least, self.greatest, self.sentence = least, greatest, sentence
        super().__init__(label, most=20, **kwargs)

    def read(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or not self.least <= int(text) <= self.greatest:
            raise ValueError(str(self.sentence))
        return int(text)


class SecretField(_Textual):
    """A password; never shown again."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, widget=GovPasswordInput(), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0])[:200] if valuelist else ""

    def _value(self) -> str:
        return ""


class _OneOffered(SelectField):
    """One answer out of those offered, or none; whether one is needed is another question."""

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, ""):
            return
        if not any(self.data == choice[0] for choice in self.iter_choices()):
            raise StopValidation(_("Choose an answer"))


class ChoiceField(_OneOffered, RadioField):
    """One answer out of a few."""

    def __init__(
        self,
        label: Any,
        *,
        choices: Choices | Callable[[], Choices],
        required: Any = _l("Choose an answer"),
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("coerce", _plain)
        super().__init__(
            label,
            validators=_validators(required, ()),
            choices=_offered(choices),
            description=hint,
            widget=GovRadioInput(),
            validate_choice=True,
            **kwargs,
        )


class PickField(_OneOffered):
    """One answer out of many, as a list to open."""

    def __init__(
        self,
        label: Any,
        *,
        choices: Choices,
        required: Any = _l("Choose an answer"),
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("coerce", _plain)
        super().__init__(
            label,
            validators=_validators(required, ()),
            choices=_offered(choices),
            description=hint,
            widget=GovSelect(),
            **kwargs,
        )


class ChoicesField(SelectMultipleField):
    """Any number of answers."""

    def __init__(
        self,
        label: Any,
        *,
        choices: Choices | Callable[[], Choices],
        required: Any = None,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("coerce", _plain)
        super().__init__(
            label,
            validators=_validators(required, ()),
            choices=_offered(choices),
            description=hint,
            widget=GovCheckboxesInput(),
            **kwargs,
        )

    def pre_validate(self, form: Any) -> None:
        known = {choice[0] for choice in self.iter_choices()}
        if any(given not in known for given in self.data or ()):
            raise StopValidation(_("Choose an answer"))


class TickField(BooleanField):
    """One thing to tick."""

    def __init__(self, label: Any, *, required: Any = None, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(
            label, validators=_validators(required, ()), description=hint, widget=GovCheckboxInput(), **kwargs
        )


class DateField_(DateField):
    """A day, entered as three numbers: day, month, year."""

    def __init__(self, label: Any, *, required: Any = None, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(
            label,
            format="%d %m %Y",
            validators=_validators(required, ()),
            description=hint,
            widget=GovDateInput(),
            **kwargs,
        )

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [str(part).strip() for part in valuelist]
        self.raw_data = [*parts, "", "", ""][:3]  # the widget shows three boxes whatever was sent
        if not any(parts):
            self.data = None
            return
        try:
            day, month, year = (int(part) for part in parts)
            self.data = date(year, month, day)
        except ValueError as error:
            self.data = None
            raise ValueError(_("Enter day, month and year, for example 12 9 2026")) from error


class FileField_(FileField):
    """One file."""

    def __init__(self, label: Any, *, required: Any = None, hint: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", GovFileInput())
        super().__init__(label, validators=_validators(required, ()), description=hint, **kwargs)

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose a file."""
        return bool(getattr(self.data, "filename", ""))

    def read(self, most: int) -> bytes:
        """Return what was sent, up to one byte more than ``most`` so that too much shows; nothing if nothing was."""
        return bytes(self.data.stream.read(most + 1)) if self.is_chosen else b""


class FilesField(MultipleFileField):
    """Several files."""

    def __init__(self, label: Any, *, required: Any = None, hint: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", GovFileInput(multiple=True))
        super().__init__(label, validators=_validators(required, ()), description=hint, **kwargs)


def _offered(choices: Choices | Callable[[], Choices]) -> Any:
    """Return pairs of value and label in the shape that the form library wants."""
    if callable(choices):
        return lambda: _offered(choices())
    return [SelectChoice(value, label) for value, label in choices]


@cache
def _library_words(wanted: str) -> Any:
    return Translations.load(messages_path(), [wanted], "wtforms")


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
