"""Roll-outs as officials plan them: publish, draw, move, withdraw, and sooner beside later."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.dashboards.rollouts import access, forms, queries, services, words
from app.dashboards.rollouts.access import Rollout
from app.policy import Permission, Place, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in

bp = Blueprint("rollout_plan", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/thu-tu-lop")
def all_() -> ResponseReturnValue:
    """Show the roll-outs of somebody's area."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    found = queries.published(areas_for(me(), Permission.DASHBOARD_VIEW))
    return render_template(
        "rollouts/all.html",
        rollouts=found,
        names=areas.names_of(each.commune_path for each in found),
        words=words,
        address="/cb/thu-tu-lop",
        plans=_plans(),
    )


@bp.route("/cb/thu-tu-lop/moi", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Publish the list, the sentence and the day of the draw."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    may_anywhere(Permission.TRAINING_PLAN)
    form = forms.PublishForm()
    courses = [(each.code, each.title) for each in queries.courses()]
    form.offer(queries.communes_to_plan(me(), clock.today()), courses)
    if not form.accepted():
        return render_template("rollouts/new.html", form=form), 422 if form.errors else 200
    answers = form.payload()
    try:
        with transaction():
            made = services.publish(
                answers["commune"],
                access.course_named(answers["course"]).id,
                sentence=answers["sentence"],
                draw_on=answers["draw_on"],
                plan=form.plan(),
                by=me(),
            )
            address = url_for(".show", rollout_id=made.id)
    except services.RolloutRefusedError as refusal:
        form.ask_again(form[refusal.field], refusal)
        return render_template("rollouts/new.html", form=form), 422
    return redirect(address, 303)


@bp.get("/cb/thu-tu-lop/<uuid:rollout_id>")
def show(rollout_id: UUID) -> ResponseReturnValue:
    """Show a roll-out with the comparison, and what may be done next."""
    rollout = access.rollout_for(me(), rollout_id)
    return _page(rollout, forms.DrawForm(formdata=None))


@bp.post("/cb/thu-tu-lop/<uuid:rollout_id>/boc")
def draw(rollout_id: UUID) -> ResponseReturnValue:
    """Draw with the number of the day."""
    rollout = access.rollout_for(me(), rollout_id, Permission.TRAINING_PLAN)
    form = forms.DrawForm()
    if not form.accepted():
        return _page(rollout, form), 422
    try:
        with transaction():
            services.draw(rollout, digits=form.payload()["digits"], by=me())
    except (services.NotYetDrawnError, services.AlreadyDrawnError) as refusal:
        return _page_again(rollout_id, form, refusal)
    flash(_("Drawn. Everybody can read the order and draw it again"))
    return redirect(url_for(".show", rollout_id=rollout_id), 303)


@bp.route("/cb/thu-tu-lop/doi/<uuid:hamlet_id>", methods=["GET", "POST"])
def move(hamlet_id: UUID) -> ResponseReturnValue:
    """Give a hamlet another turn, for a reason that everybody may read."""
    hamlet = access.hamlet_for(me(), hamlet_id)
    rollout = hamlet.rollout
    form = forms.MoveForm()
    form.offer((str(wave), words.turn(rollout, wave)) for wave in range(1, rollout.waves + 1))
    if not form.accepted():
        page = render_template("rollouts/move.html", hamlet=hamlet, rollout=rollout, form=form, words=words)
        return page, 422 if form.errors else 200
    answers = form.payload()
    with transaction():
        services.move(hamlet, wave=int(answers["wave"]), reason=answers["reason"], by=me())
        address = url_for(".show", rollout_id=hamlet.rollout_id)
    flash(_("Written down, with its reason"))
    return redirect(address, 303)


@bp.route("/cb/thu-tu-lop/<uuid:rollout_id>/bo", methods=["GET", "POST"])
def withdraw(rollout_id: UUID) -> ResponseReturnValue:
    """Withdraw a roll-out for a reason."""
    rollout = access.rollout_for(me(), rollout_id, Permission.TRAINING_PLAN)
    form = forms.WithdrawForm()
    if not form.accepted():
        page = render_template("rollouts/withdraw.html", rollout=rollout, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.withdraw(rollout, reason=form.payload()["reason"], by=me())
    flash(_("Withdrawn. It stays readable with its reason"))
    return redirect(url_for(".show", rollout_id=rollout_id), 303)


def _page_again(rollout_id: UUID, form: forms.DrawForm, refusal: DomainError) -> ResponseReturnValue:
    form.ask_again(form.digits, refusal)
    return _page(access.rollout_for(me(), rollout_id), form), 422


def _page(rollout: Rollout, form: forms.DrawForm) -> str:
    listed, today = queries.hamlets(rollout.id), clock.today()
    return render_template(
        "rollouts/plan.html",
        rollout=rollout,
        place=areas.name_of(rollout.commune_path),
        hamlets=listed,
        moves=queries.moves(rollout.id),
        months=queries.comparison(rollout, listed, today),
        classes=queries.first_classes(rollout),
        may_draw=rollout.draw_on <= today,
        plans=_plans(rollout.place()),
        form=form,
        words=words,
    )


def _plans(place: Place | None = None) -> bool:
    return allows(me(), Permission.TRAINING_PLAN, place)
