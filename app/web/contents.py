"""The contents: every page an official may open, by chapter."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import NotFoundError
from app.web import navigation
from app.web.session import me, require_sign_in

bp = Blueprint("contents", __name__)
bp.before_request(require_sign_in)


@bp.get(navigation.CONTENTS)
def show() -> ResponseReturnValue:
    """Show every door of this person's work."""
    if not navigation.holds_office(me()):
        raise NotFoundError("no office")
    return render_template("contents.html", chapters=navigation.chapters(me()))
