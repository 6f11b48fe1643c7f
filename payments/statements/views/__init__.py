"""Bringing a bank's statement, saying what its columns are, and what became of its lines."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from payments.access import merchant_for_money
from payments.statements import documents, queries, services
from payments.statements.access import Merchant, Statement, statement_of
from payments.statements.forms import BringForm, ColumnsForm
from payments.statements.rules.columns import guess
from payments.statements.services import StatementRefusedError
from payments.statements.states import StatementState
from payments.statements.words import PROOFS, WHYS

bp = Blueprint("statements", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/sao-ke", methods=["GET", "POST"])
def bring(code: str) -> ResponseReturnValue:
    """Take a file from the bank, and show those brought before."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    form = BringForm()
    if form.accepted():
        sent = form.file.data
        try:
            with transaction():
                brought = services.bring(merchant, file_name=sent.filename or "", data=sent.read(), by=me())
                statement_id = brought.id
            return redirect(url_for("statements.show", code=merchant.code, statement_id=statement_id), 303)
        except StatementRefusedError as refusal:
            form.ask_again(form.file, refusal)
            merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    page = render_template(
        "statements/bring.html",
        merchant=merchant,
        form=form,
        statements=queries.statements_of(merchant.id),
        proofs=PROOFS,
    )
    return page, 422 if form.errors else 200


@bp.get("/hs/<code>/tt/sao-ke/<uuid:statement_id>")
def show(code: str, statement_id: UUID) -> ResponseReturnValue:
    """Show what became of a statement, or ask what its columns are."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    statement = statement_of(merchant, statement_id)
    if statement.state is StatementState.ASKED:
        return _columns_page(merchant, statement, _columns_form(statement))
    if statement.state is StatementState.READING:
        return render_template("statements/reading.html", merchant=merchant, statement=statement, step=_step(statement))
    return render_template(
        "statements/taken.html",
        merchant=merchant,
        statement=statement,
        skipped=queries.skipped_of(statement.id),
        proofs=PROOFS,
        whys=WHYS,
    )


@bp.get("/hs/<code>/tt/sao-ke/<uuid:statement_id>/buoc")
def step(code: str, statement_id: UUID) -> ResponseReturnValue:
    """Say how far a worker is with a long statement, for a page that stays open."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    return {"state": _step(statement_of(merchant, statement_id))}


@bp.post("/hs/<code>/tt/sao-ke/<uuid:statement_id>/cot")
def columns(code: str, statement_id: UUID) -> ResponseReturnValue:
    """Take the owner's word for what the columns are."""
    merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    statement = statement_of(merchant, statement_id)
    here = url_for("statements.show", code=merchant.code, statement_id=statement_id)
    if statement.state is not StatementState.ASKED:
        return redirect(here, 303)
    form = _columns_form(statement)
    if form.accepted():
        try:
            with transaction():
                services.take(statement, columns=form.columns(), by=me())
            return redirect(here, 303)
        except StatementRefusedError as refusal:
            form.ask_again(form.credit, refusal)
            merchant = merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
            statement = statement_of(merchant, statement_id)
    return _columns_page(merchant, statement, form), 422 if form.errors else 200


def _step(statement: Statement) -> str:
    return f"{statement.state}:{statement.rows_read}"


def _columns_form(statement: Statement) -> ColumnsForm:
    header = documents.header_of(statement.data or b"")
    return ColumnsForm(texts=header.texts, guessed=guess(header.texts))


def _columns_page(merchant: Merchant, statement: Statement, form: ColumnsForm) -> str:
    data = statement.data or b""
    header = documents.header_of(data)
    return render_template(
        "statements/columns.html",
        merchant=merchant,
        statement=statement,
        form=form,
        headers=header.texts,
        lines=documents.preview(data, header),
    )
