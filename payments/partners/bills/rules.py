"""What a provider's file may say: for each of its communes how many were billed and how many of them paid no cash."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from payments.partners.rules import read_month, read_rows

FIELDS = ("ma_xa", "dich_vu", "thang", "so_hoa_don", "khong_tien_mat")
# No commune has so many customers of anything: a greater number is an amount, or a slip.
MOST_BILLED = 100_000


class Service(StrEnum):
    """What is paid for."""

    ELECTRICITY = "dien"
    SCHOOL = "hoc_phi"
    HEALTH = "y_te"


class BillFault(StrEnum):
    """What is wrong with a line."""

    NO_SUCH_COMMUNE = "no_such_commune"
    NO_SUCH_SERVICE = "no_such_service"
    OTHER_MONTH = "other_month"
    NO_NUMBER = "no_number"
    TOO_MANY = "too_many"
    MORE_THAN_BILLED = "more_than_billed"
    TWICE = "twice"


@dataclass(frozen=True)
class Checked:
    """A file after the check: good lines as commune, service, billed and without cash, and the others with why not."""

    lines: tuple[tuple[str, Service, int, int], ...]
    faults: tuple[tuple[int, str, BillFault], ...]


def check_bills(data: bytes, *, month: date, communes: Collection[str]) -> Checked:
    """Check every line at once.

    Raises:
        FileRefusedError: it is no text, lacks a column, or is too long.
    """
    lines: list[tuple[str, Service, int, int]] = []
    faults: list[tuple[int, str, BillFault]] = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(read_rows(data, FIELDS), start=2):
        key = row["ma_xa"], row["dich_vu"]
        fault = _fault(row, month=month, communes=communes) or (BillFault.TWICE if key in seen else None)
        if fault is None:
            seen.add(key)
            lines.append((row["ma_xa"], Service(row["dich_vu"]), int(row["so_hoa_don"]), int(row["khong_tien_mat"])))
        else:
            faults.append((number, row["ma_xa"][:20], fault))
    return Checked(tuple(lines), tuple(faults))


def _fault(row: Mapping[str, str], *, month: date, communes: Collection[str]) -> BillFault | None:
    if row["ma_xa"] not in communes:
        return BillFault.NO_SUCH_COMMUNE
    if row["dich_vu"] not in list(Service):
        return BillFault.NO_SUCH_SERVICE
    if read_month(row["thang"]) != month:
        return BillFault.OTHER_MONTH
    told = row["so_hoa_don"], row["khong_tien_mat"]
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in told):
        return BillFault.NO_NUMBER
    billed, cashless = (int(each) for each in told)
    if billed > MOST_BILLED:
        return BillFault.TOO_MANY
    return BillFault.MORE_THAN_BILLED if cashless > billed else None
