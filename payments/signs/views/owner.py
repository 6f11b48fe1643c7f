"""The owner prints a sign in any size, keeps it as a picture, and photographs what stands on the counter."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.pictures import PhotoRefusedError
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from payments import queries as payments
from payments.documents import qr_png
from payments.signs import access, documents, queries, rules, scan, services, words
from payments.signs.forms import PhotoForm
from payments.signs.rules import Size

bp = Blueprint("signs", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/tt/bien-qr/<serial>/<any('a6','a5','a4','tem'):size>.pdf")
def pdf(code: str, serial: str, size: str) -> ResponseReturnValue:
    """Send the sign for printing."""
    merchant, standee = access.own_sign(me(), code, serial)
    sheet = documents.Sheet(
        payload=standee.payload,
        holder_name=standee.holder_name,
        shown_name=merchant.business_name or merchant.owner_name,
        bank=payments.bank_name(standee.bank_bin),
        account_no=standee.account_no,
        serial=standee.serial,
        printed_on=clock.today(),
        verify_url=f"{current_app.extensions['settings'].base_url}/xm/{standee.serial}",
    )
    return _private(documents.sign_pdf(sheet, Size(size)), "application/pdf", f'inline; filename="bien-{serial}.pdf"')


@bp.get("/hs/<code>/tt/bien-qr/<serial>/ma.png")
def picture(code: str, serial: str) -> ResponseReturnValue:
    """Send the code alone as a picture, to keep or to pass on to a buyer who is elsewhere."""
    _merchant, standee = access.own_sign(me(), code, serial)
    return _private(qr_png(standee.payload), "image/png", f'attachment; filename="ma-{serial}.png"')


@bp.route("/hs/<code>/tt/soi-bien", methods=["GET", "POST"])
def look(code: str) -> ResponseReturnValue:
    """Read the code on a photograph of the sign, and say whose it is."""
    merchant, standee = access.own_live_sign(me(), code)
    form = PhotoForm()
    if form.accepted():
        try:
            codes = scan.codes_in(form.photo_bytes)
        except PhotoRefusedError as refusal:
            form.ask_again(form.photo, refusal)
        else:
            sight = rules.judge(codes, bank_bin=standee.bank_bin, account_no=standee.account_no)
            with transaction():
                services.note_look(standee, sight, by=me())
            return redirect(url_for(".look", code=merchant.code), 303)
    watch = queries.watch_of(standee)
    page = render_template("signs/look.html", merchant=merchant, watch=watch, sights=words.SIGHTS, form=form)
    return page, 422 if form.errors else 200


def _private(body: bytes, mimetype: str, disposition: str) -> Response:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(body, mimetype=mimetype, headers=headers)
