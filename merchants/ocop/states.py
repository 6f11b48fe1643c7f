"""The life of a certificate, and a dossier's way: one table for today's law and one for files of before 6 July 2025."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.states import Machine


class CertificateState(StrEnum):
    """Where a certificate stands. Running out is not a state: it is a date that has passed."""

    DECLARED = "declared"
    CHECKED = "checked"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class CertificateStep(StrEnum):
    """What may happen to a certificate."""

    CHECK = "check"
    REMOVE = "remove"
    RENEW = "renew"
    WITHDRAW = "withdraw"


CERTIFICATE = Machine(
    name="ocop certificate",
    initial=CertificateState.DECLARED,
    table={
        (CertificateState.DECLARED, CertificateStep.CHECK): CertificateState.CHECKED,
        (CertificateState.DECLARED, CertificateStep.REMOVE): CertificateState.REMOVED,
        (CertificateState.CHECKED, CertificateStep.RENEW): CertificateState.RENEWED,
        (CertificateState.CHECKED, CertificateStep.WITHDRAW): CertificateState.WITHDRAWN,
    },
)

# What the radar watches: it may still run out unnoticed.
WATCHED = (CertificateState.DECLARED, CertificateState.CHECKED)


class Route(StrEnum):
    """Which law a dossier goes by."""

    DISTRICT = "district"
    COMMUNE = "commune"


class DossierState(StrEnum):
    """Where an OCOP dossier stands."""

    PREPARING = "preparing"
    AT_COMMUNE = "at_commune"
    AT_DISTRICT = "at_district"
    NEEDS_UPDATE = "needs_update"
    SCREENED = "screened"
    CONSULTED = "consulted"
    AT_PROVINCE = "at_province"
    AT_CENTRE = "at_centre"
    RECOGNISED = "recognised"
    NOT_MET = "not_met"
    WITHDRAWN = "withdrawn"


class DossierStep(StrEnum):
    """What may happen to an OCOP dossier."""

    SUBMIT = "submit"
    ASK_UPDATE = "ask_update"
    SCREEN = "screen"
    CONSULT = "consult"
    REPORT = "report"
    HAND_UP = "hand_up"
    RECOGNISE = "recognise"
    FORWARD = "forward"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_S, _D = DossierState, DossierStep

# From 6 July 2025: the commune screens its part, consults and reports; the province rates; 90 and more go on.
BY_COMMUNE = Machine(
    name="ocop dossier from 6 July 2025",
    initial=DossierState.PREPARING,
    table={
        (_S.PREPARING, _D.SUBMIT): _S.AT_COMMUNE,
        (_S.PREPARING, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.AT_COMMUNE, _D.SCREEN): _S.SCREENED,
        (_S.AT_COMMUNE, _D.ASK_UPDATE): _S.NEEDS_UPDATE,
        (_S.AT_COMMUNE, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.NEEDS_UPDATE, _D.SUBMIT): _S.AT_COMMUNE,
        (_S.NEEDS_UPDATE, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.SCREENED, _D.CONSULT): _S.CONSULTED,
        (_S.SCREENED, _D.ASK_UPDATE): _S.NEEDS_UPDATE,
        (_S.CONSULTED, _D.REPORT): _S.AT_PROVINCE,
        (_S.AT_PROVINCE, _D.RECOGNISE): _S.RECOGNISED,
        (_S.AT_PROVINCE, _D.FORWARD): _S.AT_CENTRE,
        (_S.AT_PROVINCE, _D.REFUSE): _S.NOT_MET,
        (_S.AT_CENTRE, _D.RECOGNISE): _S.RECOGNISED,
        (_S.AT_CENTRE, _D.REFUSE): _S.NOT_MET,
    },
)

# Before that day: the district received and recognised 3 stars, the province 4. Kept for files of that time.
BY_DISTRICT = Machine(
    name="ocop dossier before 6 July 2025",
    initial=DossierState.PREPARING,
    table={
        (_S.PREPARING, _D.SUBMIT): _S.AT_DISTRICT,
        (_S.PREPARING, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.AT_DISTRICT, _D.RECOGNISE): _S.RECOGNISED,
        (_S.AT_DISTRICT, _D.HAND_UP): _S.AT_PROVINCE,
        (_S.AT_DISTRICT, _D.REFUSE): _S.NOT_MET,
        (_S.AT_PROVINCE, _D.RECOGNISE): _S.RECOGNISED,
        (_S.AT_PROVINCE, _D.FORWARD): _S.AT_CENTRE,
        (_S.AT_PROVINCE, _D.REFUSE): _S.NOT_MET,
        (_S.AT_CENTRE, _D.RECOGNISE): _S.RECOGNISED,
        (_S.AT_CENTRE, _D.REFUSE): _S.NOT_MET,
    },
)

ROUTES: Mapping[Route, Machine[DossierState, DossierStep]] = {Route.COMMUNE: BY_COMMUNE, Route.DISTRICT: BY_DISTRICT}

EDITABLE = (DossierState.PREPARING, DossierState.NEEDS_UPDATE)
# The commune's desk has it, or had it: a dossier that was handed in.
HANDED_IN = tuple(state for state in DossierState if state not in (DossierState.PREPARING, DossierState.WITHDRAWN))
# The province may read it: the commune has handed it up, or it lay with a district, whose work the province ends.
HANDED_UP = (
    DossierState.AT_DISTRICT,
    DossierState.AT_PROVINCE,
    DossierState.AT_CENTRE,
    DossierState.RECOGNISED,
    DossierState.NOT_MET,
)
WITH_COMMUNE = (DossierState.AT_COMMUNE, DossierState.SCREENED, DossierState.CONSULTED)


class OcopAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    CERTIFICATE_ENTERED = "ocop:certificate_enter"
    CERTIFICATE_CHECKED = "ocop:certificate_check"
    CERTIFICATE_REMOVED = "ocop:certificate_remove"
    CERTIFICATE_RENEWED = "ocop:certificate_renew"
    CERTIFICATE_WITHDRAWN = "ocop:certificate_withdraw"
    REMINDED = "ocop:remind"
    LETTER_ISSUED = "ocop:letter"
    DOSSIER_OPENED = "ocop:dossier_open"
    ASSESSED = "ocop:assess"
    SUBMITTED = "ocop:submit"
    UPDATE_ASKED = "ocop:ask_update"
    SCREENED = "ocop:screen"
    CONSULTED = "ocop:consult"
    REPORTED = "ocop:report"
    RATED = "ocop:rate"
    FORWARDED = "ocop:forward"
    REFUSED = "ocop:refuse"
    DOSSIER_WITHDRAWN = "ocop:dossier_withdraw"
