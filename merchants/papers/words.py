"""How papers are called on a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from merchants.papers import rules
from merchants.papers.models import KeptPaper
from merchants.papers.rules import IdentityKind, Need, Standing

IDENTITY: Mapping[IdentityKind, object] = {
    IdentityKind.CITIZEN_CARD: _l("Citizen card (12 digits)"),
    IdentityKind.OLD_CARD: _l("Old identity card (9 digits)"),
    IdentityKind.PASSPORT: _l("Passport"),
}

_TAGS: Mapping[Standing, str] = {Standing.GOOD: "good", Standing.SOON: "wait", Standing.EXPIRED: "bad"}


@dataclass(frozen=True)
class Shown:
    """One paper as lists show it."""

    id: UUID
    name: str
    detail: str
    ends: str
    kind: str
    is_checked: bool
    is_picture: bool


def english() -> bool:
    """Whether the reader reads English."""
    return str(get_locale()) == "en"


def kind_name(key: str) -> str:
    """Return what a kind of paper is called."""
    of = rules.kind(key)
    return of.en if english() else of.vi


def kind_hint(key: str) -> str:
    """Return the remark beside a kind of paper."""
    of = rules.kind(key)
    return of.hint_en if english() else of.hint_vi


def name_of(kept: KeptPaper) -> str:
    """Return what one paper is called: the kind, and what its owner added."""
    return f"{kind_name(kept.kind)}: {kept.title}" if kept.title else kind_name(kept.kind)


def shown(kept: KeptPaper, today: date) -> Shown:
    """Return one paper in words."""
    stands = rules.standing(kept.expires_on, today)
    number = [_("No. %(number)s", number=kept.number)] if kept.number else []
    issued = [_("issued %(day)s", day=f"{kept.issued_on:%d/%m/%Y}")] if kept.issued_on else []
    return Shown(
        id=kept.id,
        name=name_of(kept),
        detail=", ".join([*number, *issued]),
        ends=ending(kept.expires_on, today),
        kind=_TAGS.get(stands, ""),
        is_checked=kept.checked_at is not None,
        is_picture=kept.is_picture,
    )


def ending(last_day: date | None, today: date) -> str:
    """Return in a few words until when something holds."""
    if last_day is None:
        return _("No end date")
    left = (last_day - today).days
    day = f"{last_day:%d/%m/%Y}"
    if left < 0:
        return _("Ran out on %(day)s", day=day)
    if left <= rules.SOON_DAYS:
        return _("%(days)d days left, until %(day)s", days=left, day=day)
    return _("Until %(day)s", day=day)


@dataclass(frozen=True)
class Wanted:
    """Something that is needed and not kept."""

    names: str
    why: str
    basis: str
    is_must: bool
    is_confirmed: bool
    verified_on: date
    kind: str


def wanted(needs: Sequence[Need]) -> list[Wanted]:
    """Return needs in words."""
    return [
        Wanted(
            names=_(" or ").join(kind_name(key) for key in need.one_of),
            why=need.en if english() else need.vi,
            basis=need.basis,
            is_must=need.level is rules.Level.MUST,
            is_confirmed=need.confirmed,
            verified_on=need.verified_on,
            kind=need.one_of[0],
        )
        for need in needs
    ]


def file_headers(kept: KeptPaper) -> dict[str, str]:
    """Return what goes with the file of a paper."""
    return private_file_headers(f"{kept.kind.replace('_', '-')}-{kept.version_no}", is_picture=kept.is_picture)


def private_file_headers(name: str, *, is_picture: bool) -> dict[str, str]:
    """Return what goes with a file: a picture may be looked at, a PDF is saved, and nothing in either may act."""
    ending, how = ("jpg", "inline") if is_picture else ("pdf", "attachment")
    return {
        "Content-Disposition": f'{how}; filename="{name}.{ending}"',
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
