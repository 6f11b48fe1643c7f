"""What a tourism business is asked, one question to a page, and the closed days."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants import queries as merchants
from merchants import services as dossiers
from merchants.rules import Look
from merchants.tourism import queries, services, words
from merchants.tourism.access import Merchant, closure_for, tourism_for
from merchants.tourism.forms import ButtonForm, ClosureForm, QuestionForm, question_form
from merchants.tourism.rules import questions

bp = Blueprint("tourism", __name__)
bp.before_request(require_sign_in)

_PAGES = {"gia": "tourism_offers.index", "ngay-nghi": "tourism.closures", "vi-tri": "tourism_place.show"}


@bp.get("/hs/<code>/du-lich")
def index(code: str) -> ResponseReturnValue:
    """List what guests ask, with what has been answered."""
    merchant = tourism_for(me(), code)
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    rows = [
        {
            "label": row.label,
            "hint": row.value,
            "status": _("Completed") if row.value else _("Not answered"),
            "kind": "good" if row.value else "",
            "url": address_of(merchant.code, row.key),
        }
        for row in words.shown_rows(merchant, clock.today())
    ]
    profile = queries.profile_of(merchant.id)
    return render_template(
        "tourism/index.html",
        merchant=merchant,
        rows=rows,
        is_public=merchants.is_public(merchant),
        is_safe=queries.is_safe(merchant),
        slug=profile.slug if profile else "",
    )


@bp.route("/hs/<code>/du-lich/<key>", methods=["GET", "POST"])
def question(code: str, key: str) -> ResponseReturnValue:
    """Ask one question and save its answer."""
    merchant = tourism_for(me(), code)
    asked = questions.question(merchant.craft, key)
    if asked is None:
        raise NotFoundError("no such question")
    said = queries.answers_of(merchant).get(key)
    form = question_form(asked, merchant.craft, said)
    stored = {
        field.name: field.object_data for field in form if field.name in ("answer", "opens", "closes", "vi", "en")
    }
    if not form.accepted():
        return _question_page(merchant, form, stored), 422 if form.errors else 200
    if form.was_overtaken(stored):
        form.stamp(stored)
        return _question_page(merchant, form, stored, overtaken=words.answer(asked, merchant.craft, said)), 409
    with transaction():
        services.answer(merchant, key=key, answer=form.said(), by=me())
    return redirect(_onwards(merchant, key), 303)


@bp.route("/hs/<code>/du-lich/ngay-nghi", methods=["GET", "POST"])
def closures(code: str) -> ResponseReturnValue:
    """Show the closed days and take more."""
    merchant = tourism_for(me(), code)
    form = ClosureForm()
    if not form.accepted():
        dossiers.note_look(merchant, why=Look.HELP, by=me())
        rows = [
            (each, words.closure_days(each.from_on, each.until_on))
            for each in queries.closures_of(merchant.id, clock.today())
        ]
        page = render_template(
            "tourism/closures.html", merchant=merchant, form=form, rows=rows, button=ButtonForm(formdata=None)
        )
        return page, 422 if form.errors else 200
    days = form.payload()
    with transaction():
        services.add_closure(
            merchant,
            from_on=days["from_on"],
            until_on=days["until_on"] or days["from_on"],
            note=days["note"],
            by=me(),
        )
    flash(_("Saved"))
    return redirect(url_for(".closures", code=merchant.code), 303)


@bp.post("/hs/<code>/du-lich/ngay-nghi/<uuid:closure_id>/xoa")
def remove_closure(code: str, closure_id: UUID) -> ResponseReturnValue:
    """Be open after all."""
    row = closure_for(me(), code, closure_id)
    if ButtonForm().accepted():
        with transaction():
            services.remove_closure(row, by=me())
        flash(_("Removed"))
    return redirect(url_for(".closures", code=row.merchant.code), 303)


def address_of(code: str, key: str) -> str:
    """Return the page of one thing that is asked."""
    if key in _PAGES:
        return url_for(_PAGES[key], code=code)
    return url_for("tourism.question", code=code, key=key)


def _question_page(merchant: Merchant, form: QuestionForm, stored: dict[str, object], *, overtaken: str = "") -> str:
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    if request.method == "GET":
        form.stamp(stored)
    keys = [each.key for each in questions.questions_for(merchant.craft)]
    return render_template(
        "tourism/question.html",
        merchant=merchant,
        form=form,
        asked=form.asked,
        number=keys.index(form.asked.key) + 1,
        total=len(keys),
        overtaken=overtaken,
        language=words.language(),
    )


def _onwards(merchant: Merchant, key: str) -> str:
    """Return the next question that has no answer yet, or the list."""
    if request.form.get("later"):
        return url_for(".index", code=merchant.code)
    said = queries.answers_of(merchant)
    keys = [each.key for each in questions.questions_for(merchant.craft)]
    following = next((each for each in keys[keys.index(key) + 1 :] if each not in said), None)
    return address_of(merchant.code, following) if following else url_for(".index", code=merchant.code)
