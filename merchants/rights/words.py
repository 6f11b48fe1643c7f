"""How looks, words of consent and requests are told to whom they concern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.policy import Role
from app.web.filters import moment
from app.web.languages import language
from merchants import consent_texts
from merchants.identity.rules import NumberKind
from merchants.models import ConsentWord, DossierLook, Merchant
from merchants.rights.models import RightsRequest
from merchants.rights.rules import AskedHow, Contradicted, RightsKind
from merchants.rights.states import OPEN, RequestState
from merchants.rules import ConsentHow, ConsentPurpose, Look
from merchants.words import CONSENTS

ROLES: Mapping[Role, object] = {
    Role.DELEGATE: _l("relative who helps"),
    Role.TEAM: _l("digital team of the hamlet"),
    Role.CLERK: _l("commune desk"),
    Role.OFFICIAL: _l("commune official"),
    Role.LEADER: _l("leader of the commune"),
    Role.TRAINER: _l("trainer"),
    Role.PROVINCE: _l("province officer"),
    Role.PARTNER: _l("bank or telecom"),
    Role.AUDITOR: _l("data auditor"),
    Role.ADMIN: _l("administrator of the site"),
}
LOOKS: Mapping[str, object] = {
    Look.DOSSIER: _l("Opened the file"),
    Look.REVIEW: _l("Checked the file in order to answer it"),
    Look.QUEUE: _l("Saw the name in the list of files that wait"),
    Look.PAPER: _l("Opened a paper or slip of the file"),
    Look.LIST: _l("Saw the name in a list"),
    Look.CLASS: _l("Saw the name on the list of a class"),
    Look.PRODUCTS: _l("Looked at the products"),
    Look.HELP: _l("Filled in the file for the family"),
    Look.RIGHTS: _l("Worked on your request about your data"),
}
NUMBERS: Mapping[str, object] = {
    NumberKind.TAX_CODE: _l("tax code"),
    NumberKind.CITIZEN_ID: _l("citizen identity number"),
    NumberKind.CERTIFICATE_NO: _l("number of the certificate"),
}
HOW: Mapping[ConsentHow, object] = {
    ConsentHow.SCREEN: _l("on one's own phone"),
    ConsentHow.PAPER: _l("on paper"),
    ConsentHow.HELPER: _l("read out by somebody who helped"),
    ConsentHow.DESK: _l("at the commune desk"),
}
KINDS: Mapping[RightsKind, object] = {
    RightsKind.CORRECT: _l("Correct something that is wrong"),
    RightsKind.OBJECT: _l("Stop using something"),
    RightsKind.ERASE: _l("Delete everything"),
}
CONTRADICTED: Mapping[Contradicted, object] = {
    Contradicted.STATUS: _l("How our file stands"),
    Contradicted.SHOWN: _l("What everybody may see of us"),
}
ASKED: Mapping[AskedHow, object] = {
    AskedHow.SCREEN: _l("on one's own phone"),
    AskedHow.COUNTER: _l("at the commune desk"),
}
STATES: Mapping[RequestState, object] = {
    RequestState.RECEIVED: _l("Sent, waits for the commune's word"),
    RequestState.ACKNOWLEDGED: _l("The commune is at work on it"),
    RequestState.EXTENDED: _l("Needs more time"),
    RequestState.DONE: _l("Done"),
    RequestState.REFUSED: _l("Could not be done"),
    RequestState.TAKEN_BACK: _l("Taken back"),
}
STATE_KINDS: Mapping[RequestState, str] = {
    RequestState.RECEIVED: "wait",
    RequestState.ACKNOWLEDGED: "sea",
    RequestState.EXTENDED: "wait",
    RequestState.DONE: "good",
    RequestState.REFUSED: "bad",
}


def role(value: Role) -> str:
    """Return what somebody is to the programme."""
    return str(ROLES.get(value, ""))


def reason(look: DossierLook) -> str:
    """Say what a look was for; a number that was opened carries the reason that was written down for it."""
    kind, _colon, why = look.reason.partition(": ")
    head, _dot, number = kind.partition(".")
    if head == Look.NUMBER and number in NUMBERS:
        return _("Opened the whole %(number)s: “%(why)s”", number=NUMBERS[number], why=why)
    known = LOOKS.get(look.reason)
    return str(known) if known is not None else _("Wrote as the reason: “%(why)s”", why=look.reason)


def is_number(look: DossierLook) -> bool:
    """Whether a whole number was opened, which is told more loudly."""
    return look.reason.startswith(f"{Look.NUMBER}.")


@dataclass(frozen=True)
class Line:
    """One purpose: what is read, whether it holds, and how it came to that."""

    purpose: ConsentPurpose
    name: object
    text: str
    is_given: bool
    is_older_text: bool
    may_withdraw: bool
    history: Sequence[str]


def lines(merchant: Merchant, ledger: Mapping[ConsentPurpose, Sequence[ConsentWord]], today: date) -> list[Line]:
    """Return the four purposes with their history, newest word first."""
    return [_line(merchant, purpose, ledger[purpose], today) for purpose in ConsentPurpose]


def _line(merchant: Merchant, purpose: ConsentPurpose, words: Sequence[ConsentWord], today: date) -> Line:
    shown = consent_texts.text_on(purpose, today)
    is_given = merchant.consent_by_purpose.get(purpose, False)
    agreed = words[0].text_version if words and is_given else shown.version
    return Line(
        purpose=purpose,
        name=CONSENTS[purpose],
        text=consent_texts.text_of(purpose, agreed).said(language()),
        is_given=is_given,
        is_older_text=agreed != shown.version,
        may_withdraw=is_given and purpose is not ConsentPurpose.RECORD,
        history=[_said(word) for word in words],
    )


def _said(word: ConsentWord) -> str:
    what = _("Agreed") if word.given else _("Taken back")
    version = _("text no. %(n)d", n=word.text_version)
    who = word.by_name or _("written down before this book was kept")
    return f"{what} {moment(word.at)}, {HOW[word.how]}, {version} · {who}"


@dataclass(frozen=True)
class Row:
    """One request in a list."""

    id: UUID
    code: str
    name: str
    kind: object
    state: object
    state_kind: str
    due_on: date
    is_open: bool
    is_late: bool
    asked_at: datetime


def row(request: RightsRequest, today: date) -> Row:
    """Return one request for a list; late is what has passed the day of its next word."""
    is_open = request.state in OPEN
    return Row(
        id=request.id,
        code=request.merchant.code,
        name=request.merchant.owner_name or request.merchant.code,
        kind=KINDS[request.kind],
        state=STATES[request.state],
        state_kind=STATE_KINDS.get(request.state, ""),
        due_on=request.next_due_on,
        is_open=is_open,
        is_late=is_open and today > request.next_due_on,
        asked_at=request.asked_at,
    )
