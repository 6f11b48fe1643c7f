"""What an owner's people have shown they can do, and the certificates of it."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.core import storage
from app.core.errors import NotFoundError
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.access import merchant_for
from merchants.skills import queries

bp = Blueprint("own_skills", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/ky-nang")
def mine(code: str) -> ResponseReturnValue:
    """Show the classes somebody of the business came to, and what they can do since."""
    merchant = merchant_for(me(), code, Permission.TRAINING_JOIN)
    return render_template("skills/mine.html", merchant=merchant, classes=queries.of_merchant(merchant.id))


@bp.get("/hs/<code>/ky-nang/<paper_code>.pdf")
def certificate(code: str, paper_code: str) -> ResponseReturnValue:
    """Return a signed certificate.

    Raises:
        NotFoundError: the business has no such certificate in force.
    """
    merchant = merchant_for(me(), code, Permission.TRAINING_JOIN)
    document = queries.certificate(paper_code, merchant.id)
    if document is None or document.issued_sha256 is None:
        raise NotFoundError("no such certificate")
    headers = {
        "Content-Disposition": f'inline; filename="giay-chung-nhan-{document.code}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(storage.read(document.issued_sha256), mimetype="application/pdf", headers=headers)
