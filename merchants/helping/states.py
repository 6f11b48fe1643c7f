"""The lives of a confirmation, of a delegation and of a block of codes printed ahead."""

from enum import StrEnum

from app.core.states import Machine


class ConfirmationState(StrEnum):
    """Whether the owner has said for themselves what a helper wrote down."""

    ASKED = "asked"
    ON_PAPER = "on_paper"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ConfirmationStep(StrEnum):
    """What may happen to a confirmation."""

    WRITE_SLIP = "write_slip"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    ASK_AGAIN = "ask_again"


_C, _CS = ConfirmationState, ConfirmationStep
CONFIRMATION = Machine(
    name="confirmation",
    initial=_C.ASKED,
    table={
        (_C.ASKED, _CS.ASK_AGAIN): _C.ASKED,
        (_C.ASKED, _CS.WRITE_SLIP): _C.ON_PAPER,
        (_C.ASKED, _CS.CONFIRM): _C.CONFIRMED,
        (_C.ASKED, _CS.REFUSE): _C.REFUSED,
        (_C.ON_PAPER, _CS.ASK_AGAIN): _C.ASKED,
        (_C.ON_PAPER, _CS.CONFIRM): _C.CONFIRMED,
        (_C.ON_PAPER, _CS.REFUSE): _C.REFUSED,
        (_C.REFUSED, _CS.ASK_AGAIN): _C.ASKED,
        (_C.REFUSED, _CS.WRITE_SLIP): _C.ON_PAPER,
    },
)


class DelegationState(StrEnum):
    """Where a delegation stands."""

    ASKED = "asked"
    ACTIVE = "active"
    REVOKED = "revoked"
    LAPSED = "lapsed"


class DelegationStep(StrEnum):
    """What may happen to a delegation."""

    BEGIN = "begin"
    REVOKE = "revoke"
    LAPSE = "lapse"


_D, _DS = DelegationState, DelegationStep
DELEGATION = Machine(
    name="delegation",
    initial=_D.ASKED,
    table={
        (_D.ASKED, _DS.BEGIN): _D.ACTIVE,
        (_D.ASKED, _DS.REVOKE): _D.REVOKED,
        (_D.ASKED, _DS.LAPSE): _D.LAPSED,
        (_D.ACTIVE, _DS.REVOKE): _D.REVOKED,
        (_D.ACTIVE, _DS.LAPSE): _D.LAPSED,
    },
)
LIVE = (_D.ASKED, _D.ACTIVE)


class BatchState(StrEnum):
    """Whether codes printed ahead are good."""

    ISSUED = "issued"
    VOID_ASKED = "void_asked"
    VOIDED = "voided"


class BatchStep(StrEnum):
    """What may happen to a block of codes."""

    ASK_VOID = "ask_void"
    VOID = "void"
    KEEP = "keep"


_B, _BS = BatchState, BatchStep
CODE_BATCH = Machine(
    name="code_batch",
    initial=_B.ISSUED,
    table={
        (_B.ISSUED, _BS.ASK_VOID): _B.VOID_ASKED,
        (_B.VOID_ASKED, _BS.VOID): _B.VOIDED,
        (_B.VOID_ASKED, _BS.KEEP): _B.ISSUED,
    },
)
