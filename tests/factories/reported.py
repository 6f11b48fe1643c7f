"""Sheets of reported figures, for tests: a CSV of one commune, brought by one person and accepted by another."""

from collections.abc import Mapping
from datetime import date

from app.dashboards.counting.rules import Term
from app.dashboards.reported import services
from app.dashboards.reported.models import ReportedSheet
from app.dashboards.reported.rules import columns
from app.policy import Actor, Role
from tests.factories.definitions import official
from tests.factories.periods import TERM
from tests.factories.training import THAI_THUY

POWER = {"power_billed": 9_418, "power_cashless": 7_106}
NAMES = {facts.key: facts.vi for facts in columns()}


def desk(area_path: str = THAI_THUY, name: str = "Chú Đỗ Văn Thành") -> Actor:
    """Return somebody of a commune's desk who may report figures."""
    return official(name, Role.CLERK, area_path)


def sheet_csv(*lines: Mapping[str, object]) -> bytes:
    """Return a sheet as CSV: each line says its commune, or Thái Thụy, and some numbers by column."""
    said = [{"commune": "Xã Thái Thụy"} | dict(line) for line in lines]
    keys = list(dict.fromkeys(key for line in said for key in line))
    rows = [[NAMES[key] for key in keys], *[[line.get(key, "") for key in keys] for line in said]]
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode("utf-8-sig")


def bring(
    *lines: Mapping[str, object], term: Term = TERM, area_path: str = THAI_THUY, by: Actor | None = None
) -> ReportedSheet:
    """Bring a sheet."""
    sheet, _ = services.bring(
        sheet_csv(*(lines or (POWER,))), file_name="so.csv", term=term, area_path=area_path,
        reporter="Điện lực khu vực", document="45/BC-ĐL", issued_on=date(2026, 10, 5),
        by=by or desk(area_path),
    )  # fmt: skip
    return sheet


def accepted(*lines: Mapping[str, object], term: Term = TERM, area_path: str = THAI_THUY) -> ReportedSheet:
    """Bring a sheet and accept it as somebody else."""
    sheet = bring(*lines, term=term, area_path=area_path)
    services.accept(sheet, by=desk(area_path, "Chị Trần Thị Hoa"))
    return sheet
