"""Lists for tests: small workbooks with the template's headers, brought and tried out without a worker."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import xlsxwriter
from sqlalchemy import select

from app.core import jobs
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor, Role
from merchants.imports import queries, services
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.rules.columns import Column, columns
from merchants.imports.services.record import WAITS_FOR
from tests.factories.desk import official

HERE = "33/12826/"
HEADERS = {facts.column: facts.vi for facts in columns()}
_COUNT = iter(range(1_000_000))


def line(**cells: object) -> dict[Column, object]:
    """Return one line that is in order, unlike every other one, with some cells changed."""
    number = next(_COUNT)
    given = {
        "owner_name": f"Nguyễn Thị {_letters(number)}",
        "birth_year": 1960 + number % 40,
        "phone": f"0912{number:06d}",
        "craft": "Nước mắm",
        "hamlet": "Thôn Vạn Chài",
    }
    return {Column(name): value for name, value in (given | cells).items()}


def workbook(
    lines: Sequence[Mapping[Column, object]],
    *,
    headers: Mapping[Column, str] = HEADERS,
    above: int = 0,
    second: str = "",
) -> bytes:
    """Return a workbook with some lines under its headers."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Danh sách")
        for place, (_, text) in enumerate(headers.items()):
            sheet.write(above, place, text)
        for row, each in enumerate(lines, start=above + 1):
            for place, column in enumerate(headers):
                if each.get(column) is not None:
                    sheet.write(row, place, each[column])
        if second:
            book.add_worksheet("Ghi chú").write(0, 0, second)
    return packed.getvalue()


def as_csv(lines: Sequence[Mapping[Column, object]], *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return the same as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADERS.values())
    writer.writerows([[each.get(column, "") for column in HEADERS] for each in lines])
    return text.getvalue().encode(encoding)


def clerk(path: str = HERE, role: Role = Role.CLERK) -> Actor:
    """Return somebody with an account who may bring lists."""
    return official(path=path, role=role)


def brought(
    data: bytes, *, by: Actor | None = None, name: str = "ds.xlsx", source_name: str = "Danh sách hộ sản xuất 2026"
) -> ListImport:
    """Bring a file; no worker has looked at it yet."""
    who = by or clerk()
    with transaction():
        found, _ = services.bring(
            data=data,
            file_name=name,
            source_name=source_name,
            listed_on=date(2026, 9, 12),
            area_path=who.holdings[0].area_path,
            by=who,
        )
    return found


def checked(lines: Sequence[Mapping[Column, object]] | bytes, *, by: Actor | None = None, **called: str) -> ListImport:
    """Bring a list and try it out."""
    found = brought(lines if isinstance(lines, bytes) else workbook(lines), by=by, **called)
    jobs.run_pending()
    return fresh(found)


def taken(lines: Sequence[Mapping[Column, object]] | bytes, *, by: Actor | None = None, **called: str) -> ListImport:
    """Bring a list and take it over."""
    found = checked(lines, by=by, **called)
    with transaction():
        services.accept(found, by=found.actor())
    jobs.run_pending()
    return fresh(found)


def undone(found: ListImport) -> ListImport:
    """Undo a list."""
    with transaction():
        services.ask_undo(fresh(found), by=found.actor())
    jobs.run_pending()
    return fresh(found)


def work() -> None:
    """Do a worker's part on every list that waits for one."""
    db.session.expire_all()
    for found in queries.waiting_for_a_worker():
        jobs.run(WAITS_FOR[found.state], {"import_id": str(found.id)})


def fresh(found: ListImport) -> ListImport:
    """Return the list as it is now."""
    again = db.session.get(ListImport, found.id, populate_existing=True)
    assert again is not None
    return again


def led_to(found: ListImport) -> list[UUID]:
    """Return the dossiers that lines of a list made or stand for, in the order of the lines."""
    rows = select(ImportRow.merchant_id).where(ImportRow.import_id == found.id, ImportRow.merchant_id.is_not(None))
    return [each for each in db.session.scalars(rows.order_by(ImportRow.number)) if each is not None]


def _letters(number: int) -> str:
    """Return a name of its own for a number."""
    name = ""
    while True:
        number, digit = divmod(number, 20)
        name = "abcdeghiklmnopqrstuv"[digit] + name
        if number == 0:
            return name.capitalize() + "n"
