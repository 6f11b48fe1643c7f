"""Four names side by side, what they come to, and the sheet for the bank."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from payments import queries as payments
from payments.names import access, documents, queries, rules, services
from payments.names.access import Merchant, PaymentAccount
from payments.names.forms import NamesForm
from payments.names.rules import Names
from payments.names.words import ASKS, VERDICTS

bp = Blueprint("pay_names", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/ten", methods=["GET", "POST"])
def names(code: str) -> ResponseReturnValue:
    """Ask for the two names nobody else knows, and show how all four go together."""
    merchant, account = access.merchant_with_account(me(), code)
    if account is None:
        return redirect(url_for("payments.account", code=merchant.code), 303)
    known = queries.names_of(merchant, account)
    form = NamesForm(data={"paper_name": known.paper, "label_name": known.label})
    if form.accepted():
        with transaction():
            services.save_names(merchant, **form.payload(), by=me())
        return redirect(url_for(".names", code=merchant.code), 303)
    page = render_template(
        "names/names.html",
        merchant=merchant,
        names=known,
        verdicts=(
            VERDICTS[rules.person_verdict(known)],
            VERDICTS[rules.paper_verdict(known)],
            VERDICTS[rules.label_verdict(known)],
        ),
        asks=[(ASKS[ask], said) for ask, said in _said(known, account)],
        rule=queries.name_rule(clock.today()),
        is_told=queries.sheet_of(merchant.id) is not None,
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.get("/hs/<code>/tt/ten.pdf")
def letter(code: str) -> ResponseReturnValue:
    """Send the sheet for the bank.

    Raises:
        NotFoundError: there is nothing to ask the bank for.
    """
    merchant, account = access.merchant_with_account(me(), code)
    known, sentences = _asked(merchant, account)
    if account is None or known is None or not sentences:
        raise NotFoundError("nothing to ask")
    pdf = documents.letter(known, sentences, bank=payments.bank_name(account.bank_bin))
    headers = {"Content-Disposition": 'inline; filename="ten-tai-khoan.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _asked(merchant: Merchant, account: PaymentAccount | None) -> tuple[Names | None, list[str]]:
    if account is None:
        return None, []
    known = queries.names_of(merchant, account)
    return known, [said for _ask, said in _said(known, account) if said]


def _said(known: Names, account: PaymentAccount) -> list[tuple[Any, str]]:
    rule = queries.name_rule(clock.today())
    found = rules.asks(known, must_carry=rule is not None)
    return [(ask, documents.sentence(ask, known, account, rule)) for ask in found]
