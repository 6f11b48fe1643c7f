"""Forms of payments: the account, the name read aloud, the amount, what a visitor saw."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.validators import ValidationError

from app.web.forms import Form, LineField, PickField, TickField, VndField
from payments import banks, rules
from payments.rules import NameVerdict, Rung
from payments.states import WAITING, RequestState, StandeeState

VERDICTS: dict[NameVerdict, LazyString] = {
    NameVerdict.MATCH: _l("The name is right."),
    NameVerdict.WITHOUT_MARKS: _l("The bank writes names without marks; it is still the same person. Fine."),
    NameVerdict.OTHER_PERSON: _l("The account is in another person's name. The money goes into that person's account."),
}
STATES: dict[RequestState, LazyString] = {
    RequestState.OPEN: _l("Waiting for the money"),
    RequestState.PAID: _l("Received"),
    RequestState.UNDERPAID: _l("Less has come than asked for"),
    RequestState.OVERPAID: _l("More has come than asked for"),
    RequestState.SPLIT: _l("All there, in parts"),
    RequestState.LATE: _l("Money came late"),
    RequestState.PAID_TWICE: _l("Received twice"),
    RequestState.TAKEN_BACK: _l("The bank took it back"),
    RequestState.REVIEW: _l("Needs your look"),
    RequestState.CANCELLED: _l("Cancelled"),
    RequestState.EXPIRED: _l("Time is up"),
    RequestState.CLOSED: _l("Put aside"),
}
STATE_KINDS = {
    **dict.fromkeys(WAITING, "bad"),
    RequestState.PAID: "good",
    RequestState.PAID_TWICE: "bad",
    RequestState.TAKEN_BACK: "bad",
}
STANDEE_STATES: dict[StandeeState, LazyString] = {
    StandeeState.ISSUED: _l("In use"),
    StandeeState.PAUSED: _l("Paused"),
    StandeeState.REVOKED: _l("No longer valid"),
}
RUNGS: dict[Rung, LazyString] = {
    Rung.NONE: _l("No account yet"),
    Rung.ACCOUNT: _l("An account in the right name"),
    Rung.STANDEE: _l("A code on the counter"),
    Rung.FIRST_PAYMENT: _l("The 1,000 ₫ try, or a first payment"),
    Rung.IN_USE: _l("In use this month"),
    Rung.STEADY: _l("In use three months running"),
}


class AccountForm(Form):
    """The account to be paid into; another person's name needs a tick."""

    bank_bin = PickField(_l("Which bank is the account with?"), choices=[], required=_l("Choose the bank"))
    account_no = LineField(
        _l("Account number"),
        required=_l("Enter the account number, for example 0123 456 789"),
        hint=_l("It stands on the card or in the bank's app. Keep the zeros in front."),
        most=40,
    )
    holder_name = LineField(
        _l("Name on the account"),
        required=_l("Enter the name exactly as the bank's app shows it"),
        hint=_l("For example NGUYEN THI MAN"),
        most=100,
    )
    use_anyway = TickField(_l("Use it: the family agrees that the money goes into this account"))

    def __init__(self, *, owner_name: str, business_name: str, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._names = (owner_name, business_name)
        self.found = tuple(banks.search(wanted)) if wanted else ()
        offered = self.found or banks.all_banks()
        self.bank_bin.choices = [("", _("Choose the bank")), *((bank.bin, bank.label) for bank in offered)]
        if len(self.found) == 1 and not self.is_submitted():
            self.bank_bin.data = self.found[0].bin

    @property
    def is_other_person(self) -> bool:
        """Whether the name typed belongs to somebody else than the dossier's owner."""
        owner_name, business_name = self._names
        verdict = rules.name_check(
            owner_name=owner_name, business_name=business_name, holder=self.holder_name.data or ""
        )
        return bool(self.holder_name.data) and verdict is NameVerdict.OTHER_PERSON

    def validate_account_no(self, field: LineField) -> None:
        if field.data and rules.read_account_no(field.data) is None:
            raise ValidationError(_("Account numbers have 4 to 19 digits or letters, for example 0123456789"))

    def validate_use_anyway(self, field: TickField) -> None:
        if self.is_other_person and not field.data:
            raise ValidationError(
                _(
                    "The account is in another name: %(name)s. If you agree, press “Use it”",
                    name=rules.bank_name(self.holder_name.data or ""),
                )
            )


class HolderForm(Form):
    """The name on the account, typed again from the card before it is printed."""

    confirmed_holder = LineField(
        _l("Type the name on the account once more"),
        required=_l("Type the name exactly as it stands above"),
        hint=_l("Read it letter by letter from the card or the bank's app."),
        most=100,
    )

    def __init__(self, *, holder_name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._holder = holder_name

    def validate_confirmed_holder(self, field: LineField) -> None:
        if field.data and rules.bank_name(field.data) != self._holder:
            raise ValidationError(_("This is not the name on the account. It must read %(name)s", name=self._holder))


class RequestForm(Form):
    """How much, and for what."""

    amount_vnd = VndField(
        _l("How much?"), required=_l("Enter the amount in đồng, for example 120.000"), hint=_l("For example 120.000")
    )
    note = LineField(
        _l("For what? (may be left empty)"), hint=_l("For example: 2 bottles of fish sauce"), most=rules.NOTE_LENGTH
    )

    def validate_amount_vnd(self, field: VndField) -> None:
        if field.data is not None and not rules.amount_fits(int(field.data)):
            raise ValidationError(_("Enter an amount between 1 ₫ and 499.999.999 ₫"))


class ReportForm(Form):
    """What a visitor's screen showed."""

    saw_name = LineField(_l("What name did your screen show? (may be left empty)"), most=60)


class PressForm(Form):
    """A button."""
