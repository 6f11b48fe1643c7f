"""How issued papers are called on a screen, and one of them in a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from merchants.results import rules
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import DocumentState

KINDS: Mapping[DocumentKind, object] = {
    DocumentKind.REGISTRATION: _l("Confirmation of registration"),
    DocumentKind.OCOP_NOTICE: _l("OCOP notice"),
    DocumentKind.OCOP_REPORT: _l("OCOP report"),
    DocumentKind.CERTIFICATE: _l("Course certificate"),
    DocumentKind.REPORT: _l("Report"),
}

STATES: Mapping[DocumentState, object] = {
    DocumentState.PREPARED: _l("Waits for an official's signature"),
    DocumentState.LEADER_SIGNING: _l("Being signed"),
    DocumentState.LEADER_SIGNED: _l("Waits for number and seal"),
    DocumentState.AGENCY_SIGNING: _l("Being sealed"),
    DocumentState.ISSUED: _l("Issued"),
    DocumentState.RETURNED: _l("Given back unsigned"),
    DocumentState.REVOKED: _l("Revoked"),
    DocumentState.SUPERSEDED: _l("Replaced by a newer paper"),
}

STATE_KINDS: Mapping[DocumentState, str] = {
    DocumentState.PREPARED: "wait",
    DocumentState.LEADER_SIGNING: "sea",
    DocumentState.LEADER_SIGNED: "wait",
    DocumentState.AGENCY_SIGNING: "sea",
    DocumentState.ISSUED: "good",
    DocumentState.REVOKED: "bad",
    DocumentState.SUPERSEDED: "bad",
}

# What stands above the signature, in Vietnamese on every screen because the paper says it so.
TITLES = (
    ("Chủ tịch", _l("Chairperson")),
    ("KT. Chủ tịch, Phó Chủ tịch", _l("Deputy, for the chairperson")),
)


@dataclass(frozen=True)
class Row:
    """One paper in a list."""

    id: UUID
    kind: object
    holder_name: str
    number: str
    agency_name: str
    state: object
    state_kind: str
    at: datetime

    @property
    def label(self) -> str:
        """The paper in one line, for a tick box."""
        return f"{self.holder_name} · {self.kind}"


def row(document: IssuedDocument) -> Row:
    """Return one paper for a list."""
    return Row(
        id=document.id,
        kind=KINDS[document.kind],
        holder_name=document.holder_name,
        number=rules.full_number(document.number, document.symbol),
        agency_name=document.agency_name,
        state=STATES[document.state],
        state_kind=STATE_KINDS.get(document.state, ""),
        at=document.issued_at or document.leader_signed_at or document.prepared_at,
    )


def holder_shown(document: IssuedDocument, *, is_known: bool) -> str:
    """Return whom a paper names: in full to whoever knows them, else by initials; an agency is nobody's secret."""
    return (
        document.holder_name
        if is_known or document.kind is DocumentKind.REPORT
        else rules.initials(document.holder_name)
    )


def name_hint(document: IssuedDocument) -> str:
    """Say what opens the full name."""
    if document.holder_phone_end:
        return _("Year of birth, for example 1964, or the last 3 digits of the telephone, for example 356")
    return _("Year of birth, for example 1964")
