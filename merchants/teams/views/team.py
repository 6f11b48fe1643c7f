"""One team: the decision, its members, and the things it lent."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.teams import access, forms, queries, rules, services

bp = Blueprint("teams", __name__)
bp.before_request(require_sign_in)


@bp.route("/cb/to/moi", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write down a team and its decision."""
    may_anywhere(Permission.TEAM_KEEP)
    form = forms.TeamForm()
    form.offer(queries.places_without(me(), clock.today()))
    if not form.accepted():
        return render_template("teams/new.html", form=form), 422 if form.errors else 200
    answers = form.payload()
    try:
        with transaction():
            team = services.found(
                area_path=answers["area"],
                decision_no=answers["decision_no"],
                decided_on=answers["decided_on"],
                by=me(),
            )
            address = url_for(".show", team_id=team.id)
    except services.FutureDecisionError as refusal:
        form.ask_again(form.decided_on, refusal)
        return render_template("teams/new.html", form=form), 422
    return redirect(address, 303)


@bp.get("/cb/to/<uuid:team_id>")
def show(team_id: UUID) -> ResponseReturnValue:
    """Show a team to whoever keeps it."""
    team = access.team_for(me(), team_id)
    return render_template(
        "teams/team.html",
        team=team,
        place=areas.name_of(team.area_path),
        members=queries.members(team.id),
        loans=queries.loans(team.id),
        today=clock.today(),
        least=rules.LEAST_MEMBERS,
        press=forms.PressForm(formdata=None),
    )


@bp.route("/cb/to/<uuid:team_id>/thanh-vien", methods=["GET", "POST"])
def members(team_id: UUID) -> ResponseReturnValue:
    """Name members, one by one or from a list."""
    team = access.team_for(me(), team_id)
    form = forms.MembersForm()
    if not form.accepted():
        page = render_template("teams/members.html", team=team, place=areas.name_of(team.area_path), form=form)
        return page, 422 if form.errors else 200
    listed = list(rules.read_list(form.payload()["people"]))
    with transaction():
        new_ones = services.join(team, listed, by=me())
    faults = [one.fault for one in listed if one.fault]
    flash(_("%(count)s people are new in the team", count=new_ones))
    if faults:
        flash(_("These lines could not be read: %(lines)s", lines="; ".join(faults[:5])))
    return redirect(url_for(".show", team_id=team.id), 303)


@bp.post("/cb/to/thanh-vien/<uuid:member_id>/thoi")
def leave(member_id: UUID) -> ResponseReturnValue:
    """Let somebody go from a team."""
    member = access.member_for(me(), member_id)
    team_id = member.team_id
    if forms.PressForm().accepted():
        with transaction():
            services.leave(member, by=me())
        flash(_("Written down"))
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.route("/cb/to/<uuid:team_id>/cho-muon", methods=["GET", "POST"])
def lend(team_id: UUID) -> ResponseReturnValue:
    """Lend a thing of the team."""
    team = access.team_for(me(), team_id)
    form = forms.LoanForm()
    if not form.accepted():
        return render_template("teams/lend.html", team=team, form=form), 422 if form.errors else 200
    try:
        with transaction():
            services.lend(team, **form.payload(), by=me())
    except services.BackBeforeLentError as refusal:
        form.ask_again(form.back_by, refusal)
        return render_template("teams/lend.html", team=team, form=form), 422
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.post("/cb/to/muon/<uuid:loan_id>/tra")
def give_back(loan_id: UUID) -> ResponseReturnValue:
    """Write down that a thing came back."""
    loan = access.loan_for(me(), loan_id)
    team_id = loan.team_id
    if forms.PressForm().accepted():
        with transaction():
            services.give_back(loan, by=me())
        flash(_("Written down"))
    return redirect(url_for(".show", team_id=team_id), 303)
