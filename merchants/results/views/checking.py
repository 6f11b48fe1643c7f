"""The page where anybody checks a paper: small, without script, and silent about whom it names."""

import hashlib

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import settings, signatures
from app.core.errors import NotFoundError
from app.web.security import limiter
from merchants.results import queries, rules, words
from merchants.results.access import IssuedDocument, published_document
from merchants.results.forms import CodeForm, FileForm, KnownForm
from merchants.results.states import DocumentState

bp = Blueprint("checking", __name__)

_LARGEST_FILE = 10 * 1024 * 1024
_LIGHTS = {DocumentState.ISSUED: "green", DocumentState.SUPERSEDED: "amber", DocumentState.REVOKED: "red"}


def _paper_asked() -> str:
    # However the code is written, it is the same paper that is asked about.
    return "paper:" + "".join(sign for sign in request.path[:80] if sign.isdigit())


@bp.get("/xac-minh")
def ask() -> ResponseReturnValue:
    """Ask for the code of a paper, or for its file."""
    if "ma" not in request.args:
        return _page(code_form=CodeForm()), 200
    form = CodeForm(request.args, meta={"csrf": False})
    if not form.validate():
        return _page(code_form=form), 422
    try:
        return redirect(url_for(".show", code=rules.parse_result_code(str(form.ma.data))), 303)
    except rules.ResultCodeError:
        return _page(code_form=form, unknown=str(form.ma.data)), 422


@bp.get("/xac-minh/<code>")
def show(code: str) -> ResponseReturnValue:
    """Say whether a paper is genuine, revoked, replaced or unknown; whom it names stays initials."""
    return _paper_page(code, KnownForm(formdata=None))


@bp.post("/xac-minh/<code>")
@limiter.limit("20 per hour")
@limiter.limit("20 per hour", key_func=_paper_asked)
def show_name(code: str) -> ResponseReturnValue:
    """Show the full name to whoever knows the year of birth or the end of the telephone number; nothing is kept."""
    return _paper_page(code, KnownForm())


@bp.post("/xac-minh/tep")
@limiter.limit("30 per hour")
def check_file() -> ResponseReturnValue:
    """Compare a file with what was issued, and read its signatures; the file is not kept."""
    form = FileForm()
    if not form.validate():
        return _page(code_form=CodeForm(formdata=None), file_form=form), 422
    data = form.file.data.stream.read(_LARGEST_FILE + 1)
    known = queries.with_bytes(hashlib.sha256(data).hexdigest())
    verdict = signatures.check(data) if known is None and len(data) <= _LARGEST_FILE else signatures.Verdict()
    return _page(code_form=CodeForm(formdata=None), file_form=form, checked=_outcome(data, known), verdict=verdict), 200


@bp.get("/xac-minh/goc.pem")
def root() -> ResponseReturnValue:
    """Give out the root certificate of a developer's machine, so that other tools can check its papers."""
    return Response(signatures.sample_root(), mimetype="application/x-pem-file") if _sample() else _missing()


@bp.get("/xac-minh/thu-hoi.crl")
def revoked() -> ResponseReturnValue:
    """Give out the list of revoked certificates of a developer's machine."""
    return Response(signatures.sample_revocations(), mimetype="application/pkix-crl") if _sample() else _missing()


def _sample() -> bool:
    return settings.current().signing.keys == "development"


def _missing() -> Response:
    raise NotFoundError("only on a developer's machine")


def _outcome(data: bytes, known: IssuedDocument | None) -> dict[str, object]:
    """Say what a file is: the one issued, one of its earlier versions, too large to look at, or something else."""
    if known is None:
        return {"is_too_large": len(data) > _LARGEST_FILE}
    is_final = known.issued_sha256 == hashlib.sha256(data).hexdigest()
    return {"document": known, "light": _LIGHTS[known.state] if is_final else "amber", "is_final": is_final}


def _paper_page(code: str, form: KnownForm) -> ResponseReturnValue:
    document = published_document(code)
    if document is None:
        return _page(code_form=CodeForm(formdata=None), unknown=code[:60]), 404
    is_asked = request.method == "POST" and form.validate()
    year, end = document.holder_birth_year, document.holder_phone_end
    is_known = is_asked and rules.knows(str(form.known.data), birth_year=year, phone_end=end)
    page = _page(
        document=document,
        light=_LIGHTS[document.state],
        kind=words.KINDS[document.kind],
        number=rules.full_number(document.number, document.symbol),
        holder=words.holder_shown(document, is_known=is_known),
        hint=words.name_hint(document),
        known_form=form,
        is_known=is_known,
        is_wrong=request.method == "POST" and not is_known,
    )
    return page, 422 if request.method == "POST" and not is_known else 200


def _page(**facts: object) -> str:
    return render_template("results/check.html", **facts)
