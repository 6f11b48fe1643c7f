"""From refusals to pages: every error says what happened, what to do next and whom to ring."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from app.core import submissions
from app.core.db import db
from app.core.errors import DomainError, OvertakenError
from app.core.transaction import transaction
from app.web.forms import AlreadyDone
from app.web.session import keep_typed

_log = structlog.get_logger()


def install(app: Flask) -> None:
    """Answer refusals and faults with pages, and remember where each form led."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.after_request(_remember_answer)


def error_page(status: int, message: object = "") -> ResponseReturnValue:
    """Return the page, or for machines the JSON, of an error."""
    if request.path.startswith(("/webhooks/", "/api/")):
        return jsonify(success=False, message=str(message)), status
    template = "overtaken.html" if g.get("overtaken") else "error.html"
    return render_template(template, status=status, message=message, request_id=g.get("request_id", "")), status


def _refused(error: DomainError) -> ResponseReturnValue:
    _log.info("refused", code=error.code, path=request.path)
    g.overtaken = isinstance(error, OvertakenError)
    # A refusal without a sentence of its own, such as "not found", gets the status's sentence.
    spoken = error.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)
    return error_page(int(error.status), str(error.message) if spoken else "")


def _already_done(done: AlreadyDone) -> ResponseReturnValue:
    return redirect(done.location, 303)


def _collided(error: IntegrityError) -> ResponseReturnValue:
    """Two clicks in the same moment: the second waited for the first and found its key taken."""
    db.session.rollback()
    key = g.pop("submission_key", None)
    if key is not None and (first := submissions.earlier(key)) is not None:
        return redirect(first.location or request.path, 303)
    return _fault(error)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    keep_typed()
    return redirect(request.full_path.rstrip("?"), 303)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return error_page(error.code)


def _fault(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    _log.exception("fault", path=request.path, exc_info=error)
    return error_page(500)


def _remember_answer(response: Response) -> Response:
    key = g.pop("submission_key", None)
    if key is not None and response.status_code == HTTPStatus.SEE_OTHER:
        with transaction():
            submissions.answered(key, response.location or "")
    return response
