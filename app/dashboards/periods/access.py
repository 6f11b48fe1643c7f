"""Fetching a frozen period or something odd in it, and asking whether this person may."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import areas, clock, storage
from app.core.errors import NotFoundError
from app.dashboards.counting.rules import Term, TermCodeError
from app.dashboards.periods import queries
from app.dashboards.periods.models import Freeze, FrozenSignature, QualityFlag
from app.policy import Actor, Permission, Place, allows, areas_for, require

__all__ = ["Freeze", "QualityFlag", "edition_of", "flag_for", "may_restate", "public_edition", "reach_of", "term_named"]


def term_named(code: str) -> Term:
    """Return the period an address names.

    Raises:
        NotFoundError: it names none.
    """
    try:
        return Term.named(code)
    except TermCodeError:
        raise NotFoundError(_l("There is no such period")) from None


def edition_of(term: Term, wanted: str) -> Freeze:
    """Return the edition of a period that was asked for, or the latest.

    Raises:
        NotFoundError: the period was never frozen, or has no such edition.
    """
    for each in queries.freezes(term):
        if not wanted or wanted == str(each.edition):
            return each
    raise NotFoundError(_l("This period is not frozen yet"))


def public_edition(code: str, edition: int) -> Freeze:
    """Return a published edition.

    Raises:
        NotFoundError: there is none.
    """
    for each in queries.freezes(term_named(code)):
        if each.edition == edition and each.is_final:
            return each
    raise NotFoundError("no such edition")


def public_signature(code: str, edition: int) -> bytes:
    """Return the signature beside a published edition.

    Raises:
        NotFoundError: there is no such edition, or it is not signed yet.
    """
    found = queries.signature_of(public_edition(code, edition))
    if found is None or not found.public_sha256:
        raise NotFoundError("not signed yet")
    return storage.read(found.public_sha256, verify=True)


def snapshot_of(actor: Actor, code: str, edition: str) -> tuple[Freeze, FrozenSignature | None]:
    """Return a whole snapshot with its signature, for whoever sees the figures of every commune in it.

    Raises:
        NotFoundError: there is none, or this person sees some of it only.
    """
    found = edition_of(term_named(code), edition)
    if areas_for(actor, Permission.DASHBOARD_VIEW) is not None and not may_restate(actor):
        raise NotFoundError("sees some communes only")
    return found, queries.signature_of(found)


def reach_of(actor: Actor) -> tuple[str, ...] | None:
    """Return where this person may see figures; a commune's figures are whole, so a hamlet's helper sees them all."""
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    return None if reach is None else tuple(dict.fromkeys(areas.commune_path(path) or path for path in reach))


def flag_for(actor: Actor, flag_id: UUID) -> QualityFlag:
    """Return something odd for whoever may answer for that commune.

    Raises:
        NotFoundError: there is none, or it is another commune's.
        NotPermittedError: this person may see it but does not answer for the commune.
    """
    found = queries.flag_by_id(flag_id)
    if found is None or not allows(actor, Permission.DASHBOARD_VIEW, found.place()):
        raise NotFoundError("no such flag")
    require(actor, Permission.MERCHANT_REVIEW, found.place())
    return found


def may_restate(actor: Actor) -> bool:
    """Whether this person answers for every province whose figures a period holds."""
    provinces = {f"{each.path.partition('/')[0]}/" for each in areas.communes(clock.today())}
    return bool(provinces) and all(allows(actor, Permission.RULE_EDIT, Place(None, path)) for path in provinces)
