"""Signing in: telephone and code, or, for officials, password and authenticator; and the way out."""

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import services
from app.core import messages
from app.core.errors import DomainError
from app.core.phones import show_phone
from app.core.transaction import transaction
from app.web.forms import Form, LineField, PhoneField, SecretField, TickField
from app.web.security import limiter
from app.web.session import end, following_page, start

bp = Blueprint("sign_in", __name__)


class PhoneForm(Form):
    """Which telephone to send a code to."""

    phone = PhoneField(
        _l("Your phone number"),
        required=_l("Enter your phone number, for example 0912 345 678"),
        hint=_l("We send a 6-digit code by text message"),
        render_kw={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )


class CodeForm(Form):
    """The code that came."""

    code = LineField(
        _l("6-digit code"),
        required=_l("Enter the 6 digits of the newest message"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
    borrowed = TickField(_l("This is a borrowed phone: sign me out after 10 minutes"))


class OfficeForm(Form):
    """Name and password of an official."""

    username = LineField(
        _l("User name"),
        required=_l("Enter your user name"),
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = SecretField(
        _l("Password"), required=_l("Enter your password"), render_kw={"autocomplete": "current-password"}
    )


class DigitsForm(Form):
    """The second factor."""

    code = LineField(
        _l("Digits in your authenticator app"),
        required=_l("Enter the 6 digits your authenticator app shows now"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


@bp.get("/vao")
def choose() -> ResponseReturnValue:
    """Ask how somebody wants to come in."""
    return render_template("sign_in/choose.html")


@bp.route("/vao/so", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
def phone() -> ResponseReturnValue:
    """Ask for the telephone and send a code to it."""
    form = PhoneForm()
    if form.accepted():
        try:
            with transaction():
                services.send_code(phone=str(form.phone.data))
        except services.TooSoonError as refusal:
            return _again("sign_in/phone.html", form, form.phone, refusal)
        session["sign_in_phone"] = form.phone.data
        return redirect(url_for(".code"), 303)
    return _shown("sign_in/phone.html", form)


@bp.route("/vao/ma", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
def code() -> ResponseReturnValue:
    """Ask for the code and open a session."""
    number = session.get("sign_in_phone")
    if number is None:
        return redirect(url_for(".phone"), 303)
    form = CodeForm()
    if form.accepted():
        with transaction():
            outcome = services.check_code(phone=number, code=_digits(str(form.code.data)))
            if not isinstance(outcome, services.CodeRefusedError):
                opened = services.open_session(outcome, borrowed=form.borrowed.data, office=False)
        if isinstance(outcome, services.CodeRefusedError):
            return _again("sign_in/code.html", form, form.code, outcome, ending=number[-3:])
        start(opened)
        return redirect(following_page("/toi"), 303)
    return _shown("sign_in/code.html", form, ending=number[-3:])


@bp.route("/vao/can-bo", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
def office() -> ResponseReturnValue:
    """Ask an official for name and password."""
    form = OfficeForm()
    if form.accepted():
        try:
            account = services.check_password(**form.payload())
        except services.PasswordRefusedError as refusal:
            return _again("sign_in/office.html", form, form.username, refusal)
        session["sign_in_office"] = account.username
        session["sign_in_office_proof"] = services.proof_of(account)
        return redirect(url_for(".digits"), 303)
    return _shown("sign_in/office.html", form)


@bp.route("/vao/can-bo/ma", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
def digits() -> ResponseReturnValue:
    """Ask an official for the second factor and open a session."""
    account = services.account_proved(session.get("sign_in_office", ""), session.get("sign_in_office_proof", ""))
    if account is None:
        return redirect(url_for(".office"), 303)
    form = DigitsForm()
    if form.accepted():
        try:
            with transaction():
                services.check_second_factor(account, code=_digits(str(form.code.data)))
                opened = services.open_session(account, borrowed=False, office=True)
        except services.PasswordRefusedError as refusal:
            return _again("sign_in/digits.html", form, form.code, refusal)
        start(opened)
        return redirect(following_page("/cb"), 303)
    return _shown("sign_in/digits.html", form)


@bp.post("/ra")
def leave() -> ResponseReturnValue:
    """Sign out."""
    with transaction():
        end()
    return redirect("/", 303)


@bp.get("/dev/hop-thu-di")
def outbox() -> ResponseReturnValue:
    """Show, on a developer's machine only, what would have been sent."""
    if not current_app.extensions["settings"].development:
        abort(HTTPStatus.NOT_FOUND)
    shown = [(message, show_phone(message.recipient)) for message in messages.newest()]
    return render_template("sign_in/outbox.html", messages=shown)


def _shown(template: str, form: Form, **more: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **more), 422 if form.errors else 200


def _again(template: str, form: Form, field: Any, refusal: DomainError, **more: Any) -> ResponseReturnValue:
    form.ask_again(field, refusal)
    return render_template(template, form=form, **more), int(refusal.status)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text or "")[:12]
