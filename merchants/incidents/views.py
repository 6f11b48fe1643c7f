"""The register of incidents: late first, each with its clock, its steps and its notice."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock, settings
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.forms import Form
from app.web.session import may_anywhere, me, require_sign_in
from merchants.incidents import documents, forms, queries, services, words
from merchants.incidents.access import Incident, incident_for, merchants_with
from merchants.incidents.states import INCIDENT, IncidentStep

bp = Blueprint("incidents", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _register_only() -> None:
    may_anywhere(Permission.INCIDENT_VIEW)


@bp.get("/qt/su-co")
def show() -> ResponseReturnValue:
    """Show every incident, late first."""
    now = clock.now()
    rows = [words.row(each, now) for each in queries.register(now)]
    return render_template("incidents/register.html", rows=rows, may_keep=_may_keep(), wide=True)


@bp.route("/qt/su-co/moi", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write an incident down."""
    may_anywhere(Permission.INCIDENT_KEEP)
    form = forms.FoundForm()
    if form.accepted():
        try:
            with transaction():
                incident = services.write_down(**form.answers(), by=me())
        except services.FoundLaterError as refusal:
            form.ask_again(form.found_on, refusal)
        else:
            flash(_("Written down. The 72 hours run from the finding"))
            return redirect(url_for(".one", incident_id=incident.id), 303)
    return render_template("incidents/new.html", form=form), 422 if form.errors else 200


@bp.get("/qt/su-co/<uuid:incident_id>")
def one(incident_id: UUID) -> ResponseReturnValue:
    """Show one incident, its clock and what comes next."""
    return _page(incident_for(me(), incident_id, Permission.INCIDENT_VIEW))


@bp.get("/qt/su-co/<uuid:incident_id>/thong-bao.pdf")
def notice(incident_id: UUID) -> ResponseReturnValue:
    """Return the notice to the authority, to sign and send."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_VIEW)
    pdf = documents.notice(incident, contact_phone=settings.current().contact_phone)
    headers = {"Content-Disposition": 'inline; filename="thong-bao-su-co.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@bp.post("/qt/su-co/<uuid:incident_id>/nguoi")
def concerned(incident_id: UUID) -> ResponseReturnValue:
    """Name files it concerns."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_KEEP)
    form = forms.ConcernedForm()
    found, unknown = merchants_with(str(form.codes.data or ""))
    if not form.accepted():
        return _page(incident, form), 422
    if unknown:
        form.ask_again(form.codes, _("No such file: %(codes)s", codes=", ".join(unknown[:5])))
        return _page(incident, form), 422
    with transaction():
        added = services.name_concerned(incident, found, by=me())
    flash(ngettext("%(num)s file added", "%(num)s files added", added))
    return redirect(url_for(".one", incident_id=incident.id), 303)


@bp.post("/qt/su-co/<uuid:incident_id>/ngan")
def contain(incident_id: UUID) -> ResponseReturnValue:
    """Say how it was stopped."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_KEEP)
    form = forms.ContainForm()
    if not form.accepted():
        return _page(incident, form), 422
    with transaction():
        services.contain(incident, **form.payload(), by=me())
    return _done(incident, _("Contained"))


@bp.post("/qt/su-co/<uuid:incident_id>/bao")
def report(incident_id: UUID) -> ResponseReturnValue:
    """Note that the authority has been told."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_KEEP)
    form = forms.ReportForm()
    if not form.accepted():
        return _page(incident, form), 422
    try:
        with transaction():
            services.report(incident, **form.payload(), by=me())
    except services.LateReasonMissingError as refusal:
        return _refused(incident, form, form.late_reason, refusal)
    return _done(incident, _("Reported"))


@bp.post("/qt/su-co/<uuid:incident_id>/chu")
def tell(incident_id: UUID) -> ResponseReturnValue:
    """Tell the owners."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_KEEP)
    form = forms.TellForm()
    if not form.accepted():
        return _page(incident, form), 422
    try:
        with transaction():
            services.tell_owners(incident, **form.payload(), by=me())
    except services.NobodyConcernedError as refusal:
        return _refused(incident, form, form.words, refusal)
    return _done(incident, _("Owners have been told"))


@bp.post("/qt/su-co/<uuid:incident_id>/dong")
def close(incident_id: UUID) -> ResponseReturnValue:
    """Close it."""
    incident = incident_for(me(), incident_id, Permission.INCIDENT_KEEP)
    form = forms.CloseForm()
    if not form.accepted():
        return _page(incident, form), 422
    try:
        with transaction():
            services.close(incident, **form.payload(), by=me())
    except services.NotContainedError as refusal:
        return _refused(incident, form, form.closing, refusal)
    return _done(incident, _("Closed"))


def _may_keep() -> bool:
    return allows(me(), Permission.INCIDENT_KEEP)


def _done(incident: Incident, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".one", incident_id=incident.id), 303)


def _refused(incident: Incident, form: Form, field: object, refusal: DomainError) -> ResponseReturnValue:
    form.ask_again(field, refusal)  # type: ignore[arg-type]  # one of this form's own fields
    return _page(incident, form), 422


def _page(incident: Incident, sent: Form | None = None) -> str:
    """Show an incident; the form that was sent keeps what was typed, the others are fresh."""
    steps = INCIDENT.actions(incident.state)
    offered: list[tuple[str, type[Form], str, str]] = [
        ("concerned", forms.ConcernedForm, _("Whose files?"), _("Add these files")),
        ("contain", forms.ContainForm, _("Stop it"), _("It is contained")),
        ("report", forms.ReportForm, _("Report it"), _("It is reported")),
        ("tell", forms.TellForm, _("Tell the owners"), _("Tell them now")),
        ("close", forms.CloseForm, _("Close it"), _("Close it")),
    ]
    open_now = {"concerned", *(step.value for step in steps)} if steps else set()
    if incident.contained_at is not None:
        open_now.discard(IncidentStep.CONTAIN.value)
    return render_template(
        "incidents/one.html",
        incident=incident,
        row=words.row(incident, clock.now()),
        forms=[
            (name, sent if isinstance(sent, kind) else kind(formdata=None), heading, button)
            for name, kind, heading, button in offered
            if name in open_now and _may_keep()
        ],
        sent=sent,
    )
