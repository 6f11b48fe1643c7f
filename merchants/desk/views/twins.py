"""Dossiers that may be of one household: the list, two side by side, and taking a joining apart again."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import words as dossier_words
from merchants.access import Merchant
from merchants.desk import access, forms, services, words
from merchants.desk.queries import queue, twins
from merchants.desk.rules import Verdict
from merchants.rules import Look
from merchants.services import note_looks
from merchants.states import Stage

bp = Blueprint("desk_twins", __name__)
bp.before_request(require_sign_in)


@dataclass(frozen=True)
class Difference:
    """One answer of two dossiers, side by side."""

    label: object
    one: object
    two: object

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return str(self.one) == str(self.two)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/trung")
def show() -> ResponseReturnValue:
    """Show the dossiers to answer that may be somebody's second one."""
    paths = areas_for(me(), Permission.MERCHANT_REVIEW)
    page = twins.waiting(paths, clock.now(), after=request.args.get("sau", "")[:20])
    found = [(row, twins.twins_of(merchant)) for row, merchant in queue.with_merchants(page.rows)]
    seen = [row.merchant_id for row in page.rows]
    note_looks([*seen, *(twin.merchant.id for _, likely in found for twin in likely)], why=Look.LIST, by=me())
    return render_template(
        "desk/twins.html", found=found, page=page, words=words, craft_of=dossier_words.craft_of, wide=True
    )


@bp.route("/cb/trung/<code>/<other>", methods=["GET", "POST"])
def compare(code: str, other: str) -> ResponseReturnValue:
    """Show two dossiers side by side and ask what they are to each other."""
    one, two = access.pair_for(me(), code, other)
    form = forms.TwinForm()
    if not form.accepted():
        return _compare_page(one, two, form), 422 if form.errors else 200
    with transaction():
        if form.verdict.data == forms.JOIN:
            joined = services.join(one, two, by=me())
            flash(_("Joined into the older file. You can undo this for 30 days"))
            kept = one if one.id == joined.kept_id else two
        else:
            services.judge(one, two, verdict=Verdict(form.verdict.data), by=me())
            flash(_("Noted for both files"))
            kept = one
    return redirect(url_for("review.show", code=kept.code), 303)


@bp.route("/cb/gop/<uuid:merge_id>/hoan-tac", methods=["GET", "POST"])
def take_apart(merge_id: UUID) -> ResponseReturnValue:
    """Undo a joining."""
    joined, kept = access.merge_for(me(), merge_id)
    form = forms.ButtonForm()
    if not form.accepted():
        return render_template("desk/take_apart.html", merchant=kept, joined=joined, form=form)
    with transaction():
        back = services.take_apart(joined, by=me())
    flash(_("Two files again. %(code)s is back where it stood", code=back.code))
    return redirect(url_for("review.show", code=back.code), 303)


def _compare_page(one: Merchant, two: Merchant, form: forms.TwinForm) -> str:
    note_looks((one.id, two.id), why=Look.REVIEW, by=me())
    older, newer = sorted((one, two), key=lambda each: (each.started_at, each.code))
    pairs = zip(dossier_words.shown_answers(older), dossier_words.shown_answers(newer), strict=True)
    rows = [Difference(left.label, left.value, right.value) for left, right in pairs]
    rows.append(Difference(_("Who filled it in"), *(dossier_words.FILINGS[each.filing] for each in (older, newer))))
    rows.append(Difference(_("Stage"), *(dossier_words.STAGES[each.stage] for each in (older, newer))))
    return render_template(
        "desk/compare.html",
        merchant=one,
        older=older,
        newer=newer,
        rows=rows,
        likenesses=[words.LIKENESSES[kind] for kind in twins.likenesses(one, two)],
        said=twins.verdict_of(one.id, two.id),
        may_join=Stage.MERGED not in (one.stage, two.stage),
        words=words,
        form=form,
        wide=True,
    )
