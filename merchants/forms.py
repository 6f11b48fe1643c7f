"""Forms of a dossier: one question each, and the desk's two decisions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.core import clock, settings
from app.core.areas import Area
from app.core.ids import CodeError, parse_dossier_code
from app.core.text import line
from app.web.forms import ChoiceField, ChoicesField, Form, LineField, PhoneField, PickField
from app.web.languages import language
from merchants import consent_texts, legal_forms, rules, words
from merchants.legal_forms import LegalForm
from merchants.rules import Check, ConsentPurpose, ContactKind, Craft, OwnLeaving, Paper, Question
from merchants.services import ReturnedItem

NOT_LISTED = "none"
_YES_NO = (("yes", words.YES), ("no", words.NO))


def _choices(labels: Any) -> list[tuple[str, object]]:
    return [(kind.value, label) for kind, label in labels.items()]


class AnswerForm(Form):
    """One answer. Sending it twice changes nothing, so going back and answering anew must work: no key is kept.

    The page remembers what was answered when it was shown, and which edition of the questions it asked, so that another
    device's answer is not overwritten unseen and a page opened before a change of the questions is still understood.
    """

    as_shown = HiddenField(name="_truoc")
    asked_edition = HiddenField(name="_ban")

    def stamp(self, stored: Mapping[str, Any]) -> None:
        """Note on the page what is answered now."""
        self.as_shown.data = _fingerprint(stored)
        self.asked_edition.data = str(rules.FORM_EDITION)

    def was_overtaken(self, stored: Mapping[str, Any]) -> bool:
        """Whether another device has meanwhile answered something else than this page shows or says now."""
        if not self.as_shown.data or self.as_shown.data == _fingerprint(stored):
            return False
        return _fingerprint({name: self[name].data for name in stored}) != _fingerprint(stored)

    def accepted(self) -> bool:
        """Whether the form was sent and is in order."""
        return request.method == "POST" and bool(self.validate())


def _fingerprint(answers: Mapping[str, Any]) -> str:
    plain = {name: value or "" for name, value in answers.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]


class _CraftFields:
    craft = ChoiceField(_l("What do you do for a living?"), choices=_choices(words.CRAFTS))
    craft_other = LineField(
        _l("Something else: what is it?"), most=rules.CRAFT_LENGTH, hint=_l("For example making incense")
    )

    def validate_craft_other(self, field: LineField) -> None:
        if self.craft.data == Craft.OTHER and not field.data and not field.errors:
            raise ValidationError(_("Write the craft, for example making incense"))


class NewForm(_CraftFields, Form):
    """The first question, which opens a dossier."""


class CraftForm(_CraftFields, AnswerForm):
    """The craft, answered anew."""


class OwnerNameForm(AnswerForm):
    """The owner's name."""

    owner_name = LineField(
        _l("Owner's full name (as on the identity card)"),
        required=_l("Enter the owner's full name, for example Nguyễn Thị Mận"),
        most=rules.NAME_LENGTHS[1],
        hint=_l("Capitals or no marks are fine"),
    )

    def validate_owner_name(self, field: LineField) -> None:
        if field.data and not rules.name_fits(field.data):
            raise ValidationError(_("Enter the owner's full name, for example Nguyễn Thị Mận"))


class BusinessNameForm(AnswerForm):
    """The name of the business."""

    business_name = LineField(
        _l("What is the business called?"),
        required=_l("Enter the name people use, for example Nước mắm Bà Mận"),
        most=80,
        hint=_l("No sign yet? Write what people call it, for example Nước mắm Bà Mận"),
    )


class BirthYearField(LineField):
    """A year of birth within the bounds of this year."""

    def read(self, text: str) -> Any:
        """Return the year.

        Raises:
            ValueError: not a year somebody who registers could be born in.
        """
        earliest, latest = rules.birth_years(clock.today())
        if text.isascii() and text.isdigit() and latest < int(text) <= clock.today().year:
            # Who helps a family easily writes down a child's year.
            raise ValueError(
                _("Born in %(year)s is a child. Enter the owner's own year of birth, such as 1964", year=text)
            )
        if not (text.isascii() and text.isdigit() and earliest <= int(text) <= latest):
            raise ValueError(_birth_year_sentence())
        return int(text)


def _birth_year_sentence() -> str:
    earliest, latest = rules.birth_years(clock.today())
    return _("Year of birth must be between %(a)d and %(b)d, such as 1964", a=earliest, b=latest)


class BirthYearForm(AnswerForm):
    """The owner's year of birth."""

    birth_year = BirthYearField(_l("Year of birth"), hint=_l("Four digits, for example 1964"), most=20)

    def validate_birth_year(self, field: BirthYearField) -> None:
        if not field.data and not field.errors:
            raise ValidationError(_birth_year_sentence())


class OldAgeField(LineField):
    """An age counted the old way, or the lunar year somebody was born in."""

    def read(self, text: str) -> Any:
        """Return the years of birth it may mean.

        Raises:
            ValueError: neither an age nor a lunar year's name.
        """
        if text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_AN_AGE:
            return rules.years_for_age(int(text), clock.today())
        if guesses := rules.years_for_name(text, clock.today()):
            return guesses
        raise ValueError(_OLD_AGE)


_DIGITS_OF_AN_AGE = 3
_OLD_AGE = _l("Enter an age in digits, for example 63, or a lunar year, for example Giáp Thìn")


class AgeForm(Form):
    """An age counted the old way; asked by GET, so it changes nothing."""

    tuoi = OldAgeField(
        _l("Age counted the old way, or lunar year"),
        required=_OLD_AGE,
        hint=_l("For example 63, Giáp Thìn, or only Rồng"),
        most=20,
    )


class CommuneForm(AnswerForm):
    """The commune, before its hamlets."""

    commune = ChoiceField(
        _l("Which commune is it in?"),
        choices=(),
        required=_l("Choose a commune"),
        hint=_l("Old commune names are beside the new"),
    )

    def __init__(self, communes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.commune.choices = list(communes)


class HamletForm(AnswerForm):
    """The hamlet of a commune, or a note where the list lacks it."""

    hamlet = ChoiceField(_l("Which hamlet is it in?"), choices=(), required=_l("Choose a hamlet, or “Not in the list”"))
    area_note = LineField(_l("Not in the list: the hamlet's name"), most=rules.HOUSE_NOTE_LENGTH)
    house_note = LineField(
        _l("How to find the house"),
        most=rules.HOUSE_NOTE_LENGTH,
        hint=_l("Optional. For example beside the hamlet hall"),
    )

    def __init__(self, hamlets: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        listed = [(hamlet.path, hamlet.label) for hamlet in hamlets]
        self.hamlet.choices = [*listed, (NOT_LISTED, _("Not in the list"))]

    def validate_area_note(self, field: LineField) -> None:
        if self.hamlet.data == NOT_LISTED and not field.data and not field.errors:
            raise ValidationError(_("Write the hamlet's name, for example thôn Đông"))


class ContactForm(AnswerForm):
    """How the owner is reached."""

    kind = ChoiceField(_l("Whom should we ring?"), choices=_choices(words.CONTACTS))
    phone = PhoneField(_l("Phone number"), hint=_l("10 digits, for example 0912 345 678"), most=30)
    contact_name = LineField(_l("A relative's number: their name"), most=60, hint=_l("For example Hà"))
    contact_relation = LineField(_l("What they are to the owner"), most=40, hint=_l("For example granddaughter"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is a number and, for a relative's, a name; without a phone neither is asked."""
        fine = super().validate(extra_validators)
        if self.kind.data == ContactKind.NONE:
            self.phone.errors = self.contact_name.errors = self.contact_relation.errors = ()
            return not self.kind.errors
        if self.kind.data and not self.phone.data and not self.phone.errors:
            self.phone.errors = (_("Enter the phone number, for example 0912 345 678"),)
            fine = False
        if self.kind.data == ContactKind.RELATIVE and not self.contact_name.data and not self.contact_name.errors:
            self.contact_name.errors = (_("Enter whose number it is, for example Hà"),)
            fine = False
        return fine


class PapersForm(AnswerForm):
    """Which papers there are."""

    papers = ChoicesField(
        _l("Which papers do you have already?"),
        choices=_choices(words.PAPERS),
        required=_l("Choose what you have, or “None yet” alone"),
        hint=_l("None is fine: you can still register. Nothing is uploaded"),
    )

    paper_holder_name = LineField(
        _l("The business paper is in another person's name: whose?"),
        most=rules.NAME_LENGTHS[1],
        hint=_l("Leave empty if it is the owner's own. For example the husband, Trần Văn Bình"),
    )

    def validate_paper_holder_name(self, field: LineField) -> None:
        _refuse_what_is_no_name(field)

    def validate_papers(self, field: ChoicesField) -> None:
        if not rules.papers_fit(tuple(Paper(value) for value in field.data or ())):
            raise ValidationError(_("Choose what you have, or “None yet” alone"))


class LegalForm_(AnswerForm):  # noqa: N801  LegalForm is what it asks about
    """What the business is before the law, and whose name is on its paper."""

    legal_form = ChoiceField(_l("What is the business before the law?"), choices=())
    tax_code = LineField(
        _l("Tax code of the cooperative or company"),
        most=30,
        hint=_l("Optional. 10 digits, for example 0100233488. A household leaves it empty"),
    )
    paper_holder_name = LineField(
        _l("The business paper is in another person's name: whose?"),
        most=rules.NAME_LENGTHS[1],
        hint=_l("Leave empty if it is the owner's own. For example the husband, Trần Văn Bình"),
    )
    owner_sex = ChoiceField(_l("The owner, who does the work"), choices=_choices(words.SEXES), required=None)
    paper_holder_sex = ChoiceField(_l("The person named on the paper"), choices=_choices(words.SEXES), required=None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.legal_form.choices = [(facts.form.value, words.legal_form(facts.form)) for facts in legal_forms.facts()]

    def validate_tax_code(self, field: LineField) -> None:
        keeps = self.legal_form.data and legal_forms.keeps_tax_code(LegalForm(self.legal_form.data))
        if keeps and field.data:
            try:
                legal_forms.read_tax_code(field.data)
            except ValueError as error:
                raise ValidationError(_("A tax code has 10 digits, for example 0100233488")) from error

    def validate_paper_holder_name(self, field: LineField) -> None:
        _refuse_what_is_no_name(field)


def _refuse_what_is_no_name(field: LineField) -> None:
    if field.data and not rules.name_fits(field.data):
        raise ValidationError(_("Enter the full name on the paper, for example Trần Văn Bình"))


class ConsentForm(AnswerForm):
    """Four lines of consent."""

    record = ChoiceField(words.CONSENTS[ConsentPurpose.RECORD], choices=_YES_NO)
    public = ChoiceField(words.CONSENTS[ConsentPurpose.PUBLIC], choices=_YES_NO)
    partner = ChoiceField(words.CONSENTS[ConsentPurpose.PARTNER], choices=_YES_NO)
    statistics = ChoiceField(words.CONSENTS[ConsentPurpose.STATISTICS], choices=_YES_NO)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        today = clock.today()
        for purpose in ConsentPurpose:
            self[purpose.value].description = consent_texts.text_on(purpose, today).said(language())

    def validate_record(self, field: ChoiceField) -> None:
        if field.data == "no":
            raise ValidationError(_("Line 1 is needed. The other three are your choice"))

    def given(self) -> dict[ConsentPurpose, bool]:
        """Return the four answers."""
        return {purpose: self[purpose.value].data == "yes" for purpose in ConsentPurpose}


class SendForm(Form):
    """A button that sends, confirms or withdraws: nothing to fill in."""


class OwnLeaveForm(Form):
    """What a family tells the commune about its work; no reason is asked."""

    how = ChoiceField(_l("What shall the commune note?"), choices=())
    back_month = PickField(
        _l("Resting: in which month do you start again?"),
        choices=[("", _l("We do not know yet")), *((str(month), _l("Month %(n)d", n=month)) for month in range(1, 13))],
        required=None,
        hint=_l("The file opens by itself on the first of that month. We tell you a week before"),
    )

    def __init__(self, offered: Sequence[OwnLeaving], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.may_rest = OwnLeaving.REST in offered
        self.how.choices = [(how.value, str(words.OWN_LEAVINGS[how])) for how in offered]

    def back_on(self) -> date | None:
        """Return the day on which a family that rests starts again, if it says so."""
        rests = self.how.data == OwnLeaving.REST.value and self.back_month.data
        return rules.season_begins_on(int(self.back_month.data), clock.today()) if rests else None


class CodeForm(Form):
    """A dossier by its code and the owner's year of birth."""

    code = LineField(
        _l("Dossier code"),
        hint=_l("10 digits, for example 1204-087-354"),
        required=_l("Enter the code on your paper"),
        most=60,
    )
    birth_year = BirthYearField(_l("Owner's year of birth"), hint=_l("Four digits, for example 1964"), most=20)

    def validate_code(self, field: LineField) -> None:
        try:
            field.data = parse_dossier_code(field.data) if field.data else ""
        except CodeError as error:
            raise ValidationError(_("That code is not right. Check each digit: 1204-087-354")) from error

    def validate_birth_year(self, field: BirthYearField) -> None:
        if not field.data and not field.errors:
            raise ValidationError(_birth_year_sentence())

    def accepted(self) -> bool:
        """Whether the form was sent and is in order; looking up changes nothing."""
        return request.method == "POST" and bool(self.validate())

    def facts(self) -> tuple[str, int]:
        """Return code and year."""
        answers = self.payload()
        return answers["code"], answers["birth_year"]

    def refuse_unknown(self) -> None:
        """Say that code and year lead to nothing, in the same words whichever of the two is wrong."""
        phone = settings.current().contact_phone
        self.code.errors = (
            _("We cannot find this code. The commune desk can look by name and year of birth: %(phone)s", phone=phone),
        )


class ConfirmForm(Form):
    """The desk's checklist: seen, not stored."""

    version = HiddenField()
    checks = ChoicesField(_l("Looked at"), choices=(), hint=_l("Seen, not stored. Tick each after looking"))

    def __init__(self, wanted: Sequence[Check], *, version: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted = wanted
        self.checks.choices = [(check.value, str(words.CHECKS[check])) for check in self.wanted]
        self.version.data = self.version.data or str(version)

    def validate_checks(self, field: ChoicesField) -> None:
        if len(set(field.data or ())) < len(self.wanted):
            raise ValidationError(_("Look at everything in the list first, or send the file back"))

    def seen(self) -> dict[str, Any]:
        """Return what was ticked and which version of the dossier it was ticked on."""
        return {
            "checks": [Check(value) for value in self.checks.data or ()],
            "seen_version": _number(self.version.data),
        }


class ReturnForm(Form):
    """What to send back: for each answer a prepared reason, own words, or neither."""

    version = HiddenField()

    def items(self) -> list[ReturnedItem]:
        """Return what was chosen, in the order of the questions."""
        chosen = (
            ReturnedItem(
                question, self[f"reason_{question.value}"].data or "", line(self[f"own_{question.value}"].data)
            )
            for question in Question
        )
        return [item for item in chosen if item.sentence]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether at least one answer is to be mended."""
        fine = super().validate(extra_validators)
        if fine and not self.items():
            first = self[f"reason_{Question.CRAFT.value}"]
            first.errors = (_("Choose at least one thing to fix, and a sentence for it"),)
            return False
        return fine

    def seen_version(self) -> int | None:
        """Return the version of the dossier that was read."""
        return _number(self.version.data)


def _reason_choices(question: Question) -> list[tuple[str, object]]:
    return [("", _l("Keep as it is")), *((reason.key, reason.vi) for reason in rules.reasons_for(question))]


for _question in Question:
    setattr(
        ReturnForm,
        f"reason_{_question.value}",
        PickField(words.QUESTIONS[_question], choices=_reason_choices(_question), required=None),
    )
    setattr(ReturnForm, f"own_{_question.value}", LineField(_l("In your own words"), most=rules.OWN_WORDS_LENGTH))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
