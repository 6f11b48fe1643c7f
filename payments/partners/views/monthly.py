"""The monthly file: brought, looked at with its faults, and only then taken."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from payments.partners import access, queries, rules, services, words
from payments.partners.forms import MonthlyForm, PressForm
from payments.rules import use_rule_on

bp = Blueprint("partner_months", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _partners_only() -> None:
    may_anywhere(Permission.REFERRAL_WORK)


@bp.route("/dt/xac-nhan-thang", methods=["GET", "POST"])
def months() -> ResponseReturnValue:
    """Show what has become of the accounts, and take a month's file in to be checked."""
    institution = access.institution_of(me())
    today = clock.today()
    form = MonthlyForm([(day.isoformat(), f"{day:%m/%Y}") for day in last_months(today)])
    if form.accepted():
        try:
            with transaction():
                month = date.fromisoformat(form.month.data or "")
                file = services.bring_file(institution, data=form.file_bytes, month=month, by=me())
                file_id = file.id
        except services.MonthlyFileError as refusal:
            form.ask_again(form.file, refusal)
        else:
            return redirect(url_for(".file", file_id=file_id), 303)
    opened, used = queries.used_after_thirty_days(institution.id, today)
    page = render_template(
        "partners/months.html",
        institution=institution,
        opened=opened,
        used=used,
        files=queries.files_of(institution.id),
        rule=use_rule_on(today),
        header=rules.KEEPS_RULE,
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.get("/dt/xac-nhan-thang/mau.csv")
def sample() -> ResponseReturnValue:
    """Send the four columns with the codes that may be told of; no name stands in it."""
    institution = access.institution_of(me())
    month = f"{last_months(clock.today())[1]:%Y-%m}"
    rows = [",".join(rules.FIELDS), *(f"{code},{month},," for code in sorted(queries.opened_referrals(institution.id)))]
    answer = Response("\n".join(rows) + "\n", mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="xac-nhan-thang.csv"'
    return answer


@bp.route("/dt/xac-nhan-thang/<uuid:file_id>", methods=["GET", "POST"])
def file(file_id: UUID) -> ResponseReturnValue:
    """Show what a file would do, and let it.

    Raises:
        NotFoundError: there is none, or it is another institution's.
    """
    institution = access.institution_of(me())
    found = queries.file_of(institution.id, file_id)
    if found is None:
        raise NotFoundError("no such file")
    form = PressForm()
    if form.accepted():
        with transaction():
            count = services.take_file(found, by=me())
        flash(_("Taken: %(count)d accounts", count=count))
        return redirect(url_for(".months"), 303)
    faults = [(number, code, words.FAULTS[rules.Fault(fault)]) for number, code, fault in found.faults]
    used = sum(1 for _code, is_used, _band in found.lines if is_used)
    return render_template(
        "partners/file.html", file=found, faults=faults, used=used, form=form, header=rules.KEEPS_RULE
    )


def last_months(today: date) -> list[date]:
    """Return this month and the three before it, by their first days."""
    found = [today.replace(day=1)]
    while len(found) < 4:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
