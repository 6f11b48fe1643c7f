"""For machines that watch: alive, ready, and counts."""

from functools import cache

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db

bp = Blueprint("health", __name__)

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ANSWERS = Counter("lensan_answers_total", "Answers by method and status", ["method", "status"])


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether the database answers too."""
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ready")


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Return counters for Prometheus; only to this machine, because counts are nobody else's business.

    A request that came through a proxy is never from this machine, whatever address it seems to have.
    """
    if request.remote_addr not in ("127.0.0.1", "::1") or any(name in request.headers for name in _FORWARDED):
        return jsonify(status="not here"), 404
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@bp.after_app_request
def count(response: Response) -> Response:
    """Count one answer."""
    _counter(request.method, response.status_code).inc()
    return response


@cache
def _counter(method: str, status: int) -> Counter:
    return _ANSWERS.labels(method if method in _METHODS else "OTHER", str(status))
