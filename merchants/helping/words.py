"""How the kinds of helping are called on a screen, and what is read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.policy import Power
from app.web.languages import language
from merchants import consent_texts
from merchants import words as merchant_words
from merchants.helping import documents, queries
from merchants.helping.models import DelegateReceipt, Delegation, HelpedConfirmation
from merchants.helping.rules import Mark, SameHousehold, Subject, Way, WhyNot
from merchants.helping.states import BatchState, ConfirmationState, DelegationState
from merchants.rules import ConsentPurpose, Filing, Question

WAYS: Mapping[Way, object] = {
    Way.CODE: _l("Code on the owner's own phone"),
    Way.CALL: _l("Call from the desk"),
    Way.SLIP: _l("Paper slip"),
}
CONFIRMATIONS: Mapping[ConfirmationState, object] = {
    ConfirmationState.ASKED: _l("Asked, no answer yet"),
    ConfirmationState.ON_PAPER: _l("Agreed on paper"),
    ConfirmationState.CONFIRMED: _l("The owner has agreed"),
    ConfirmationState.REFUSED: _l("The owner did not agree"),
}
CONFIRMATION_KINDS: Mapping[ConfirmationState, str] = {
    ConfirmationState.ASKED: "wait",
    ConfirmationState.ON_PAPER: "sea",
    ConfirmationState.CONFIRMED: "good",
    ConfirmationState.REFUSED: "bad",
}
MARKS: Mapping[Mark, object] = {Mark.SIGNATURE: _l("Signature"), Mark.THUMB: _l("Thumbprint")}
POWERS: Mapping[Power, object] = {
    Power.DOSSIER: _l("The file: answer, fix, send"),
    Power.PRODUCTS: _l("Products and photographs"),
    Power.CLASSES: _l("Places in classes"),
}
DELEGATIONS: Mapping[DelegationState, object] = {
    DelegationState.ASKED: _l("Waiting for both to confirm"),
    DelegationState.ACTIVE: _l("Helping"),
    DelegationState.REVOKED: _l("Stopped"),
    DelegationState.LAPSED: _l("Ended"),
}
BATCHES: Mapping[BatchState, object] = {
    BatchState.ISSUED: _l("Good"),
    BatchState.VOID_ASKED: _l("Said to be lost"),
    BatchState.VOIDED: _l("Given up as lost"),
}
BATCH_KINDS: Mapping[BatchState, str] = {
    BatchState.ISSUED: "good",
    BatchState.VOID_ASKED: "wait",
    BatchState.VOIDED: "bad",
}
WHY_NOT: Mapping[WhyNot, object] = {
    WhyNot.TAX: _l("Afraid of tax"),
    WhyNot.FRAUD: _l("Afraid of being cheated"),
    WhyNot.NO_NEED: _l("No need"),
    WhyNot.NO_DEVICE: _l("No phone for it yet"),
    WhyNot.OTHER: _l("Another reason"),
}
SUBJECTS: Mapping[Subject, object] = {
    Subject.DOSSIER: _l("Register the business"),
    Subject.BANK: _l("Receive money by transfer"),
}
SAID: Mapping[SameHousehold, object] = {
    SameHousehold.SAME: _l("The same household"),
    SameHousehold.DIFFERENT: _l("Another household"),
}

_DONE: Mapping[str, object] = {
    "merchant:answer": _l("answered"),
    "merchant:submit": _l("sent the file to the commune"),
    "merchant:resubmit": _l("sent the file again"),
    "product:start": _l("began a product"),
    "product:answer": _l("wrote about a product"),
    "product:photo_added": _l("added a photograph"),
    "product:show": _l("showed a product to visitors"),
    "product:hide": _l("took a product off the pages"),
    "training:signed_up": _l("took a place in a class"),
    "training:sign_up_cancelled": _l("gave a place in a class back"),
}


def paper_lines() -> documents.Lines:
    """Return what may be ticked on paper: the screen's own words, in Vietnamese whatever the screen speaks."""
    with force_locale("vi"):
        return documents.Lines(
            crafts=tuple(str(label) for label in merchant_words.CRAFTS.values()),
            contacts=tuple(str(label) for label in merchant_words.CONTACTS.values()),
            papers=tuple(str(label) for label in merchant_words.PAPERS.values()),
            consents=tuple(str(label) for label in merchant_words.CONSENTS.values()),
        )


def read_aloud() -> tuple[str, ...]:
    """Return what a helper reads out before the owner agrees: the very texts that are agreed to, then two promises."""
    today = clock.today()
    return (
        *(consent_texts.text_on(purpose, today).said(language()) for purpose in ConsentPurpose),
        _("You can change your mind at any time, on the phone or at the commune desk."),
        _("Nobody asks for a password, for a code, or for money."),
    )


def done_by_delegate(receipt: DelegateReceipt) -> str:
    """Return what a delegate did, short enough to be read out."""
    what = str(_DONE.get(receipt.action, _("did something for the business")))
    if receipt.action == "merchant:answer" and receipt.detail in set(Question):
        return f"{what}: {str(merchant_words.QUESTIONS[Question(receipt.detail)]).lower()}"
    return what


def links_of(row: Delegation) -> list[tuple[object, str]]:
    """Return where a delegate may go for an owner."""
    code = row.merchant.code
    places = {
        Power.DOSSIER: (_l("Open the file"), f"/hs/{code}"),
        Power.PRODUCTS: (_l("Open the products"), f"/hs/{code}/sp"),
        Power.CLASSES: (_l("See the classes"), "/lop-hoc"),
    }
    return [places[power] for power in row.power_kinds]


def counts(found: queries.HelpCounts) -> list[tuple[object, int]]:
    """Return how sent files were filled in and how helped owners agreed: openly, and apart."""
    rows: list[tuple[object, int]] = [
        (FILINGS_COUNTED[False], found.by_family),
        (FILINGS_COUNTED[True], found.helped),
    ]
    rows += [
        (f"{WAYS[way]}: {str(CONFIRMATIONS[state]).lower()}", number)
        for (way, state), number in sorted(found.by_way.items())
    ]
    return [*rows, (_l("Nobody has asked the owner yet"), found.unasked)]


FILINGS_COUNTED = {False: _l("Filled in by the family"), True: _l("Filled in with somebody's help")}


@dataclass(frozen=True)
class Word:
    """How a helped dossier was agreed to, for the desk."""

    label: object
    kind: str
    detail: str


def word_of(merchant_id: UUID, filing: Filing) -> Word | None:
    """Return how the owner of a helped dossier agreed; nothing for one the family filled in itself."""
    if filing is Filing.SELF:
        return None
    row = queries.confirmation_of(merchant_id)
    if row is None:
        return Word(_l("Nobody has asked the owner yet"), "wait", "")
    return Word(CONFIRMATIONS[row.state], CONFIRMATION_KINDS[row.state], _detail(row))


def _detail(row: HelpedConfirmation) -> str:
    parts = [str(WAYS[row.way])]
    if row.slip_no:
        parts.append(_("slip %(number)s", number=row.slip_no))
    if row.mark is not None:
        parts.append(str(MARKS[row.mark]).lower())
    if row.witness:
        parts.append(_("witness %(name)s", name=row.witness))
    if row.confirmed_by and row.way is not Way.CODE:
        parts.append(_("noted by %(name)s", name=row.confirmed_by))
    return ", ".join(parts)
