"""The files of a frozen period: the whole snapshot for officials, and the published one with small cells merged."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import areas
from app.dashboards.counting.rules import Figure, Term
from app.dashboards.indicators.rules import Definition, Method
from app.dashboards.periods import rules
from app.dashboards.periods.rules import Odd, Parts

Grid = Mapping[str, Mapping[str, Figure]]
JSON_TYPE, CSV_TYPE = "application/json", "text/csv; charset=utf-8"
MERGED = "gop"
REGISTERED = "CS-03"
# Whether a number was counted here or is as others reported it: a reader of the file must be able to tell them apart.
_METHODS = {Method.COUNTED: "dem_tren_trang", Method.REPORTED: "bao_ve", Method.NOT_YET: "chua_co"}
_COLUMNS = ("ky", "lan", "chi_so", "phien_ban", "ma_xa", "ten_xa", "tu_so", "mau_so", "chua_co_so", "khong_ap_dung")

# What registered businesses make or do, of the whole site: a commune has too few of most crafts to be told apart.
_CRAFT_COLUMNS = ("nghe", "dang_dung", "dang_ky", "chua_co_so", "khong_ap_dung")


@dataclass(frozen=True)
class Beside:
    """What is frozen beside the figures, for officials alone."""

    odd: Sequence[Odd]
    changes: Mapping[str, Parts]
    people: Mapping[str, object]


@dataclass(frozen=True)
class Outside:
    """What a published file says beside its rows: of which snapshot it is, behind which file it stands, and crafts."""

    sha256: str
    previous: str
    crafts: Mapping[str, Figure]


def snapshot(
    term: Term, *, edition: int, reason: str, at: datetime, definitions: Sequence[Definition], grid: Grid,
    beside: Beside,
) -> bytes:  # fmt: skip
    """Return everything that was frozen, in one order only, so that the same facts make the same bytes."""
    return _written(
        {
            "term": term.code,
            "first_on": term.first_on.isoformat(),
            "last_on": term.last_on.isoformat(),
            "edition": edition,
            "reason": reason,
            "frozen_at": at.isoformat(),
            "definitions": {each.id: each.version for each in definitions},
            "figures": {
                indicator: {place: plain(figure) for place, figure in places.items()}
                for indicator, places in grid.items()
            },
            "flags": [[each.kind, each.commune, each.indicator, each.measured, each.limit] for each in beside.odd],
            "changes": {place: list(vars(each).values()) for place, each in beside.changes.items()},
            "people": beside.people,
        }
    )


def public_file(term: Term, *, edition: int, reason: str, at: datetime, definitions: Sequence[Definition], grid: Grid,
                outside: Outside) -> bytes:  # fmt: skip
    """Return what everybody may have: rows with small cells merged, the hash of the file before, and the words."""
    versions = {each.id: each.version for each in definitions}
    rows = []
    for indicator, places in grid.items():
        rows += _public_rows(term, edition, indicator, versions[indicator], places)
    return _written(
        {
            "ky": term.code,
            "tu_ngay": term.first_on.isoformat(),
            "den_ngay": term.last_on.isoformat(),
            "lan": edition,
            "ly_do": reason,
            "chot_luc": at.isoformat(),
            "sha256_ban_day_du": outside.sha256,
            "sha256_truoc": outside.previous,
            "giay_phep": "CC BY 4.0",
            "cot": list(_COLUMNS),
            "so_lieu": rows,
            "cot_theo_nghe": list(_CRAFT_COLUMNS),
            "theo_nghe": _craft_rows(outside.crafts),
            "tu_dien": [_meaning(each) for each in definitions],
        }
    )


def as_csv(public: bytes) -> bytes:
    """Return the rows of a published file as CSV that Excel opens as it is."""
    content = json.loads(public)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([*content["cot"], "sha256_truoc"])
    writer.writerows([*row, content["sha256_truoc"]] for row in content["so_lieu"])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _public_rows(
    term: Term, edition: int, indicator: str, version: int, places: Mapping[str, Figure]
) -> list[list[Any]]:
    names = areas.names_of(places)
    # Three registered of a list of forty are three whom their neighbours know.
    large, rest = rules.told_apart(places, size=rules.counted if indicator == REGISTERED else None)
    shown = [(_code(place), names.get(place, ""), figure) for place, figure in sorted(large.items())]
    if rest is not None:
        shown.append((MERGED, "Các xã ít cơ sở, gộp", rest))
    head = [term.code, edition, indicator, version]
    return [[*head, code, name, *plain(figure)] for code, name, figure in shown]


def _craft_rows(crafts: Mapping[str, Figure]) -> list[list[Any]]:
    large, rest = rules.told_apart(crafts)
    shown = [[craft, *plain(figure)] for craft, figure in sorted(large.items())]
    return shown if rest is None else [*shown, [MERGED, *plain(rest)]]


def _meaning(definition: Definition) -> dict[str, object]:
    return {
        "chi_so": definition.id,
        "phien_ban": definition.version,
        "cap": definition.pair,
        "cach": _METHODS[definition.method],
        "tu_so": {language: said.numerator for language, said in definition.words.items()},
        "mau_so": {language: said.denominator for language, said in definition.words.items()},
    }


def plain(figure: Figure) -> list[int | None]:
    """Return the four numbers of a figure in the order they are kept in."""
    return [figure.numerator, figure.denominator, figure.unknown, figure.apart]


def _code(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _written(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def published_rows(public: bytes) -> Mapping[tuple[str, str], str]:
    """Return what a published file says, by indicator and place: numerator and denominator as they are read."""
    found = {}
    for row in json.loads(public)["so_lieu"]:
        said = dict(zip(_COLUMNS, row, strict=True))
        halves = (said["tu_so"], said["mau_so"])
        found[said["chi_so"], said["ten_xa"]] = "/".join("–" if each is None else str(each) for each in halves)
    return found
