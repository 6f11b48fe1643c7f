"""The register of dossiers on the screen and on A4, and what the desk did today and this month."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import areas, clock
from app.core.errors import NotFoundError
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import documents, words
from merchants.desk.queries import pace, register
from merchants.rules import NUMBERS_PER_BOOK, Look, book_of
from merchants.services import note_looks

bp = Blueprint("desk_register", __name__)
bp.before_request(require_sign_in)


@dataclass(frozen=True)
class Asked:
    """Which register, and from which number on."""

    commune_path: str
    year: int
    book: int
    after: int


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.get("/cb/so")
def show() -> ResponseReturnValue:
    """Show the register of one commune and year, and the desk's figures."""
    asked, today = _asked(), clock.today()
    lines = register.lines(asked.commune_path, asked.year, book=asked.book, after=asked.after)
    last = register.last_number(asked.commune_path, asked.year)
    note_looks([line.merchant.id for line in lines], why=Look.LIST, by=me())
    return render_template(
        "desk/register.html",
        asked=asked,
        commune=areas.name_of(asked.commune_path),
        lines=lines,
        stages=words.STAGES,
        books=range(1, book_of(last) + 1) if last else (),
        next_url=url_for(".show", nam=asked.year, quyen=asked.book or None, sau=lines[-1].entry.number)
        if lines and lines[-1].entry.number < last
        else "",
        day=register.figures(asked.commune_path, today, today, today),
        month=register.figures(asked.commune_path, today.replace(day=1), today, today),
        typical=pace.typical_days(asked.commune_path, clock.now()),
        today=today,
        wide=True,
    )


@bp.get("/cb/so.pdf")
def pdf() -> ResponseReturnValue:
    """Return one book of the register (slip 07) for printing."""
    asked = _asked()
    book = asked.book or 1
    lines = register.lines(asked.commune_path, asked.year, book=book, size=NUMBERS_PER_BOOK)
    rows = [(line.entry, line.merchant) for line in lines]
    note_looks([line.merchant.id for line in lines], why=Look.LIST, by=me())
    made = documents.register(rows, commune_path=asked.commune_path, year=asked.year, book=book)
    name = f"so-theo-doi-ho-so-{asked.year}-quyen-{book}.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _asked() -> Asked:
    """Read the address; a commune is one of those held, and the first of them when none is named."""
    paths = [path for path in areas_for(me(), Permission.MERCHANT_REVIEW) or () if path.count("/") == 2]
    wanted = request.args.get("xa", "")
    chosen = next((path for path in paths if path.endswith(f"/{wanted}/")), "") if wanted else "".join(paths[:1])
    if not chosen:
        raise NotFoundError("no commune of this person's")
    return Asked(
        chosen,
        _number("nam", clock.today().year, date.max.year),
        _number("quyen", 0, 9999),
        _number("sau", 0, 10_000_000),
    )


def _number(name: str, otherwise: int, most: int) -> int:
    text = request.args.get(name, "")[:9]
    return min(int(text), most) if text.isascii() and text.isdigit() else otherwise
