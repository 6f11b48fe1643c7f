"""What is done about an incident: write it down, name whom it concerns, contain, report, tell, close, remind."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, messages, settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.text import line, nfc
from app.policy import Actor
from merchants.incidents import emails, queries, rules
from merchants.incidents.models import Incident, IncidentConcerned
from merchants.incidents.states import INCIDENT, IncidentAction, IncidentStep
from merchants.models import Merchant
from merchants.services.record import tell


class NothingSaidError(DomainError):
    """A step has no words."""

    code = "incidents.nothing_said"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FoundLaterError(DomainError):
    """An incident is found before it is written down, not after."""

    code = "incidents.found_later"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LateReasonMissingError(DomainError):
    """A report after the hour of the law says why it is late."""

    code = "incidents.late_reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotContainedError(DomainError):
    """What still goes on is not closed; what is contained is contained once."""

    code = "incidents.not_contained"


class NobodyConcernedError(DomainError):
    """There is nobody to tell: no file is named."""

    code = "incidents.nobody_concerned"


def write_down(
    *,
    title: str,
    what: str,
    data_kinds: str,
    concerned_about: int,
    responsible_name: str,
    responsible_phone: str,
    found_at: datetime,
    by: Actor,
) -> Incident:
    """Write an incident down; its clock runs from the finding, not from this moment.

    Raises:
        NothingSaidError: title, what happened or the kinds of data are missing.
        FoundLaterError: it would have been found after now.
    """
    at = clock.now()
    if found_at > at:
        raise FoundLaterError(_l("Enter when it was found; that cannot lie ahead"))
    incident = Incident(
        title=line(_said(title))[:200],
        what=_said(what),
        data_kinds=_said(data_kinds),
        concerned_about=concerned_about,
        responsible_name=line(responsible_name)[:200],
        responsible_phone=responsible_phone,
        found_at=found_at,
        found_by=by.name,
        report_by_at=rules.report_by(found_at, clock.local(found_at).date()),
    )
    db.session.add(incident)
    db.session.flush()
    audit.record(IncidentAction.FOUND, _subject(incident), by=by, at=at)
    return incident


def name_concerned(incident: Incident, merchants: Sequence[Merchant], *, by: Actor) -> int:
    """Add dossiers it concerns and say how many are new; one that is there already is there once."""
    known = {each.merchant_id for each in incident.concerned}
    new = [merchant_id for merchant_id in dict.fromkeys(each.id for each in merchants) if merchant_id not in known]
    for merchant_id in new:
        incident.concerned.append(IncidentConcerned(merchant_id=merchant_id))
    db.session.flush()
    if new:
        audit.record(IncidentAction.CONCERNED, _subject(incident), by=by, at=clock.now(), reason=str(len(new)))
    return len(new)


def contain(incident: Incident, *, how: str, by: Actor) -> None:
    """Say how it was stopped.

    Raises:
        NothingSaidError: it is not said how.
        NotContainedError: it was contained before.
        TransitionNotAllowedError: it is closed.
    """
    said = _said(how)
    if incident.contained_at is not None:
        raise NotContainedError(_l("This was contained before"))
    at = clock.now()
    incident.contained_at, incident.contained_how = at, said
    _move(incident, IncidentStep.CONTAIN, IncidentAction.CONTAINED, by=by, at=at)


def report(incident: Incident, *, authority: str, late_reason: str = "", by: Actor) -> None:
    """Note that the authority has been told.

    Raises:
        NothingSaidError: it is not said to whom.
        LateReasonMissingError: the hour has passed and no reason is given.
        TransitionNotAllowedError: it was reported before, or is closed.
    """
    at = clock.now()
    if at > incident.report_by_at and not line(late_reason):
        raise LateReasonMissingError(_l("The 72 hours have passed: write why the report is late"))
    incident.reported_at, incident.reported_to = at, line(_said(authority))[:200]
    incident.late_reason = line(late_reason)[:200]
    _move(incident, IncidentStep.REPORT, IncidentAction.REPORTED, by=by, at=at)


def tell_owners(incident: Incident, *, words: str, by: Actor) -> None:
    """Tell every owner whose file is named, in the same words: a message, or a slip that somebody brings.

    Raises:
        NothingSaidError: there is nothing to tell.
        NobodyConcernedError: no file is named.
        TransitionNotAllowedError: it has not been reported yet, or everybody was told.
    """
    said = line(_said(words))[:120]
    if not incident.concerned:
        raise NobodyConcernedError(_l("Enter the codes of the files first"))
    at = clock.now()
    incident.told_at, incident.told_words = at, said
    _move(incident, IncidentStep.TELL, IncidentAction.TOLD, by=by, at=at)
    desk_phone = settings.current().contact_phone
    for each in incident.concerned:
        each.told_at = at
        text = emails.told(each.merchant.code, words=said, desk_phone=desk_phone)
        tell(each.merchant, text, purpose="dossier_incident", by=by)


def close(incident: Incident, *, closing: str, by: Actor) -> None:
    """Close it, saying what was learned, or why nobody had to be told.

    Raises:
        NothingSaidError: nothing is said.
        NotContainedError: it still goes on.
        TransitionNotAllowedError: it has only been found, or is closed already.
    """
    said = _said(closing)
    if incident.contained_at is None:
        raise NotContainedError(_l("Contain it first: say how it was stopped"))
    at = clock.now()
    incident.closed_at, incident.closing = at, said
    _move(incident, IncidentStep.CLOSE, IncidentAction.CLOSED, by=by, at=at)


def remind(*, by: Actor) -> int:
    """Remind whoever is responsible for what has still to be reported, and say how many were reminded."""
    at, count = clock.now(), 0
    for incident in queries.unreported():
        if rules.wants_reminder(incident.report_by_at, at, reminded_at=incident.reminded_at):
            incident.reminded_at = at
            text = emails.reminder(incident.title, report_by_at=clock.local(incident.report_by_at))
            messages.send(Channel.SMS, incident.responsible_phone, text, "incident_reminder", by=by)
            audit.record(IncidentAction.REMINDED, _subject(incident), by=by, at=at)
            count += 1
    db.session.flush()
    return count


def _move(incident: Incident, step: IncidentStep, action: IncidentAction, *, by: Actor, at: datetime) -> None:
    before, incident.state = incident.state, INCIDENT.next(incident.state, step)
    audit.record(action, _subject(incident), by=by, at=at, changes={"state": [before, incident.state]})
    db.session.flush()


def _subject(incident: Incident) -> tuple[str, UUID]:
    return ("incident", incident.id)


def _said(words: str) -> str:
    said = nfc(words).replace("\r\n", "\n").strip()[: rules.WORDS_AT_MOST]
    if not said:
        raise NothingSaidError(_l("Write it in a few words"))
    return said
