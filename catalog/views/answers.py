"""Bringing back what marketplaces answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me
from catalog import services
from catalog.access import shelf_for
from catalog.channel_rules import Channel
from catalog.forms import AnswersForm
from catalog.views.blueprint import bp


@bp.route("/hs/<code>/sp/tra-loi", methods=["GET", "POST"])
def answers(code: str) -> ResponseReturnValue:
    """Take the file in which a marketplace says what is wrong."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    form = AnswersForm()
    if not form.accepted():
        return render_template("catalog/answers.html", merchant=merchant, form=form), 422 if form.errors else 200
    with transaction():
        count = services.take_answers(merchant, Channel(form.channel.data), form.read, by=me())
    flash(_("Products that something was said of: %(count)d", count=count))
    return redirect(url_for(".shelf", code=merchant.code), 303)
