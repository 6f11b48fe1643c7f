"""The life of an issued paper: prepared, signed by an official, sealed by the agency, and the ways it loses force."""

from enum import StrEnum

from app.core.states import Machine


class DocumentState(StrEnum):
    """Where a paper stands. While a key is at work the paper is in one of the two signing states."""

    PREPARED = "prepared"
    LEADER_SIGNING = "leader_signing"
    LEADER_SIGNED = "leader_signed"
    AGENCY_SIGNING = "agency_signing"
    ISSUED = "issued"
    RETURNED = "returned"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class DocumentStep(StrEnum):
    """What may happen to a paper."""

    ASK_LEADER = "ask_leader"
    LEADER_SIGNED = "leader_signed"
    ASK_AGENCY = "ask_agency"
    AGENCY_SIGNED = "agency_signed"
    RETURN = "return"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"


_S, _T = DocumentState, DocumentStep

DOCUMENT = Machine(
    name="issued paper",
    initial=DocumentState.PREPARED,
    table={
        (_S.PREPARED, _T.ASK_LEADER): _S.LEADER_SIGNING,
        (_S.PREPARED, _T.RETURN): _S.RETURNED,
        # A key that was out of reach is asked again.
        (_S.LEADER_SIGNING, _T.ASK_LEADER): _S.LEADER_SIGNING,
        (_S.LEADER_SIGNING, _T.LEADER_SIGNED): _S.LEADER_SIGNED,
        (_S.LEADER_SIGNED, _T.ASK_AGENCY): _S.AGENCY_SIGNING,
        (_S.LEADER_SIGNED, _T.RETURN): _S.RETURNED,
        (_S.AGENCY_SIGNING, _T.ASK_AGENCY): _S.AGENCY_SIGNING,
        (_S.AGENCY_SIGNING, _T.AGENCY_SIGNED): _S.ISSUED,
        (_S.ISSUED, _T.REVOKE): _S.REVOKED,
        (_S.ISSUED, _T.SUPERSEDE): _S.SUPERSEDED,
    },
)

# Given out at some time, so the public page knows it.
PUBLISHED = (DocumentState.ISSUED, DocumentState.REVOKED, DocumentState.SUPERSEDED)


class ResultAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    PREPARED = "result:prepared"
    LEADER_ASKED = "result:leader_asked"
    LEADER_SIGNED = "result:leader_signed"
    AGENCY_ASKED = "result:agency_asked"
    ISSUED = "result:issued"
    RETURNED = "result:returned"
    REVOKED = "result:revoked"
    SUPERSEDED = "result:superseded"
