"""A provider's bills of a month: brought, looked at with its faults, and only then taken."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from payments.partners import access, queries
from payments.partners.bills import queries as bill_queries
from payments.partners.bills import rules, services
from payments.partners.bills.words import BILL_FAULTS
from payments.partners.forms import BillsForm, PressForm
from payments.partners.rules import FileKind, PartnerKind
from payments.partners.services import MonthlyFileError
from payments.partners.views.monthly import last_months

bp = Blueprint("partner_bills", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _partners_only() -> None:
    may_anywhere(Permission.REFERRAL_WORK)


@bp.route("/dt/hoa-don", methods=["GET", "POST"])
def months() -> ResponseReturnValue:
    """Take a month's counts in to be checked; a bank or a telecom is told whose page this is."""
    institution = access.institution_of(me())
    if institution.kind is not PartnerKind.UTILITY and request.method == "GET":
        return render_template("partners/no_bills.html", institution=institution)
    provider = access.provider_of(me())
    form = BillsForm([(day.isoformat(), f"{day:%m/%Y}") for day in last_months(clock.today())])
    if form.accepted():
        try:
            with transaction():
                month = date.fromisoformat(form.month.data or "")
                file = services.bring_bills(
                    provider, data=form.file_bytes, month=month, paths=access.reach(me()), by=me()
                )
                file_id = file.id
        except MonthlyFileError as refusal:
            form.ask_again(form.file, refusal)
        else:
            return redirect(url_for(".file", file_id=file_id), 303)
    files = queries.files_of(provider.id, kind=FileKind.BILLS)
    page = render_template("partners/bills.html", institution=provider, files=files, form=form)
    return page, 422 if form.errors else 200


@bp.get("/dt/hoa-don/mau.csv")
def sample() -> ResponseReturnValue:
    """Send the five columns with a line for each commune and service."""
    access.provider_of(me())
    month = f"{last_months(clock.today())[1]:%Y-%m}"
    places = bill_queries.communes(access.reach(me()), clock.today())
    lines = [f"{code},{service},{month},," for code in sorted(places) for service in rules.Service]
    answer = Response("\n".join([",".join(rules.FIELDS), *lines]) + "\n", mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="hoa-don-thang.csv"'
    return answer


@bp.route("/dt/hoa-don/<uuid:file_id>", methods=["GET", "POST"])
def file(file_id: UUID) -> ResponseReturnValue:
    """Show what a file would do, and let it.

    Raises:
        NotFoundError: there is none, or it is another provider's.
    """
    provider = access.provider_of(me())
    found = queries.file_of(provider.id, file_id, kind=FileKind.BILLS)
    if found is None:
        raise NotFoundError("no such file")
    form = PressForm()
    if form.accepted():
        with transaction():
            count = services.take_bills(found, paths=access.reach(me()), by=me())
        flash(_("Taken: %(count)d lines", count=count))
        return redirect(url_for(".months"), 303)
    return render_template(
        "partners/bills_file.html",
        file=found,
        faults=[(number, code, BILL_FAULTS[rules.BillFault(fault)]) for number, code, fault in found.faults],
        form=form,
    )
