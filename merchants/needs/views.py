"""Five questions in an address, and the list they lead to: it can be kept, sent to somebody, and printed."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.core.errors import NotFoundError
from merchants.needs import rules
from merchants.needs.rules import Kind, Need

bp = Blueprint("needs", __name__)

# The wizard says four words where the dossier knows seven forms.
_FORMS = {
    "ho": "household",
    "hkd": "household_business",
    "to": "cooperative_group",
    "htx": "cooperative",
    "cty": "limited_company",
}


@bp.get("/dang-ky/can-giay-gi")
def kinds() -> ResponseReturnValue:
    """Offer the kinds of business."""
    rows = [(kind.text.in_(_language()), url_for(".ask", kind=kind.key)) for kind in rules.kinds()]
    return render_template("needs/kinds.html", rows=rows)


@bp.get("/dang-ky/can-giay-gi/<kind>")
def ask(kind: str) -> ResponseReturnValue:
    """Ask the next of the five questions; after the fifth show the list."""
    chosen = rules.kind(kind)
    if chosen is None:
        raise NotFoundError("no such kind")
    given = _given(chosen)
    asked = rules.next_question(chosen, given)
    if asked is None:
        return _list_page(chosen, given)
    number = chosen.questions.index(asked.key)
    page = render_template(
        "needs/question.html",
        kind=chosen,
        asked=asked,
        given=given,
        number=number + 1,
        total=len(chosen.questions),
        was_empty="tiep" in request.args and not given.get(asked.key),
        back_url=_address(chosen, given, upto=number - 1) if number else url_for(".kinds"),
        language=_language(),
    )
    return page, 422 if "tiep" in request.args and request.args["tiep"] == asked.key else 200


def _list_page(chosen: Kind, given: Mapping[str, tuple[str, ...]]) -> ResponseReturnValue:
    language = _language()
    lines = rules.listed(chosen, given)
    forms = [_FORMS[value] for value in given.get("hinh-thuc", ())]
    start: dict[str, Any] = {"nghe": chosen.craft} | ({"hinh-thuc": forms[0]} if forms else {})
    return render_template(
        "needs/list.html",
        kind=chosen,
        language=language,
        groups=[(need, [line for line in lines if line.need is need]) for need in Need],
        counts={need.value: sum(line.need is need for line in lines) for need in Need},
        missing=sum(line.need is Need.MUST and not line.is_there for line in lines),
        any_unverified=any(not line.paper.confirmed for line in lines if line.need is not Need.NOT),
        said=[
            (
                rules.questions()[key].text.in_(language),
                ", ".join(
                    option.text.in_(language) for option in rules.questions()[key].options if option.value in values
                ),
                _address(chosen, given, upto=number),
            )
            for number, (key, values) in enumerate(given.items())
        ],
        start_url=url_for("registration.new", **start),
        back_url=_address(chosen, given, upto=len(chosen.questions) - 1),
    )


def _given(chosen: Kind) -> dict[str, tuple[str, ...]]:
    """Read the answers from the address, leaving out whatever no question offers."""
    read = {key: rules.questions()[key].known(tuple(request.args.getlist(key))) for key in chosen.questions}
    return {key: values for key, values in read.items() if values}


def _address(chosen: Kind, given: Mapping[str, tuple[str, ...]], *, upto: int) -> str:
    """Return the page that asks the question at a place anew, keeping the answers before it."""
    kept: dict[str, Any] = {key: list(given[key]) for key in chosen.questions[:upto] if key in given}
    return url_for(".ask", kind=chosen.key, **kept)


def _language() -> str:
    return str(get_locale() or "vi")
