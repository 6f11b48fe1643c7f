"""What people do with papers: bring, replace, take away, tick as checked, and see without keeping."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, messages, pdfs, pictures, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.messages import Channel
from app.core.pictures import Kind
from app.core.text import bare, line
from app.policy import Actor
from merchants.models import Merchant
from merchants.papers import queries, rules
from merchants.papers.models import KeptPaper, PaperNotice, Sighting
from merchants.papers.rules import IdentityKind
from merchants.papers.states import PaperAction

SUBJECT = "paper"
_PDF = "application/pdf"


class FileNotTakenError(DomainError):
    """Neither a picture nor a PDF, whatever its name says."""

    code = "papers.file_not_taken"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooManyPapersError(DomainError):
    """The shelf of a business is full."""

    code = "papers.too_many"


class IdentityNotKeptError(DomainError):
    """Identity papers are looked at and never kept."""

    code = "papers.identity_not_kept"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ReplacedAlreadyError(DomainError):
    """A newer version of this paper is there already."""

    code = "papers.replaced_already"


class DigitsWrongError(DomainError):
    """Of an identity number the last three digits are noted, no more and no fewer."""

    code = "papers.digits_wrong"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Taken:
    """A file opened, judged and, if a picture, made small."""

    data: bytes
    content_type: str
    pages: int


@dataclass(frozen=True)
class Facts:
    """What is written on a paper."""

    title: str = ""
    number: str = ""
    issued_on: date | None = None
    printed_end_on: date | None = None


def take_in(data: bytes) -> Taken:
    """Open a file and see what it really is. Touches no database, so nobody waits for a lock meanwhile.

    Raises:
        PhotoRefusedError, PdfRefusedError, FileNotTakenError: with a sentence for the person.
    """
    kind = pictures.kind_of(data)
    if kind is Kind.PDF:
        return Taken(data, _PDF, pdfs.looked_into(data).pages)
    if kind is not Kind.PICTURE and data:
        raise FileNotTakenError(_NOT_TAKEN[kind])
    picture = pictures.shrunk(data, side=rules.PICTURE_SIDE, budget_bytes=rules.PICTURE_BYTES)
    return Taken(picture.data, picture.content_type, 1)


def keep(merchant: Merchant, *, kind: str, taken: Taken, facts: Facts, by: Actor) -> KeptPaper:
    """Keep a paper; the same file of the same kind again is the same paper.

    Raises:
        IdentityNotKeptError: the kind is an identity paper, or is not known.
        TooManyPapersError: the shelf is full.
    """
    _refuse_unknown(kind)
    stored = storage.put(taken.data, taken.content_type)
    twin = queries.same_file(merchant.id, kind, stored.sha256)
    if twin is not None:
        return twin
    kept = _new(merchant, kind, taken, facts, by=by, sha256=stored.sha256)
    kept.series_id = kept.id = new_id()
    db.session.add(kept)
    db.session.flush()
    audit.record(PaperAction.KEPT, (SUBJECT, kept.id), by=by, at=kept.uploaded_at, reason=kind)
    return kept


def replace(old: KeptPaper, *, taken: Taken, facts: Facts, by: Actor) -> KeptPaper:
    """Put a new version in the place of an old one, which stays to be looked up.

    Raises:
        ReplacedAlreadyError: somebody has put a newer version there.
        TooManyPapersError: the shelf is full.
    """
    stored = storage.put(taken.data, taken.content_type)
    if not old.is_current:
        raise ReplacedAlreadyError(_l("A newer version is there already. Open the newest one first"))
    kept = _new(old.merchant, old.kind, taken, facts, by=by, sha256=stored.sha256)
    kept.id, kept.series_id, kept.version_no = new_id(), old.series_id, old.version_no + 1
    old.replaced_at = kept.uploaded_at
    db.session.add(kept)
    db.session.flush()
    changes = {"version": [old.version_no, kept.version_no]}
    audit.record(
        PaperAction.REPLACED, (SUBJECT, kept.id), by=by, at=kept.uploaded_at, reason=kept.kind, changes=changes
    )
    return kept


def remove(kept: KeptPaper, *, by: Actor) -> None:
    """Take a paper away with all its versions: from now on nobody can open it. Asking twice changes nothing more."""
    at = clock.now()
    for version in queries.versions_of(kept):
        version.removed_at, version.replaced_at = at, None
    audit.record(PaperAction.REMOVED, (SUBJECT, kept.id), by=by, at=at, reason=kept.kind)


def check(kept: KeptPaper, *, by: Actor) -> None:
    """Note that the desk has held this version against the original; the first one who does is remembered."""
    if kept.checked_at is not None:
        return
    kept.checked_at, kept.checked_by_name = clock.now(), by.name
    audit.record(PaperAction.CHECKED, (SUBJECT, kept.id), by=by, at=kept.checked_at, reason=kept.kind)


def sight(merchant: Merchant, *, kind: IdentityKind, last_digits: str, by: Actor) -> Sighting:
    """Note that an identity paper was looked at. Its picture and its number are kept nowhere.

    Raises:
        DigitsWrongError: not exactly three digits.
    """
    if len(last_digits) != 3 or not last_digits.isascii() or not last_digits.isdigit():
        raise DigitsWrongError(_l("Enter only the last 3 digits, for example 123"))
    at = clock.now()
    seen = Sighting(merchant_id=merchant.id, kind=kind, last_digits=last_digits, seen_at=at, seen_by_name=by.name)
    db.session.add(seen)
    db.session.flush()
    audit.record(PaperAction.SIGHTED, ("merchant", merchant.id), by=by, at=at, reason=kind.value)
    return seen


def tell_of_ends(*, by: Actor) -> int:
    """Tell owners of papers that run out, once in each band of days, and say how many were told.

    Run daily; a second run on the same day tells nobody twice, and the next one goes on where this one ended.
    """
    at = clock.now()
    today = clock.local(at).date()
    found = queries.running_out(today)
    for kept in found:
        band = rules.due_band(kept.expires_on, today) if kept.expires_on else None
        if band is None or kept.expires_on is None:
            continue
        db.session.add(PaperNotice(paper_id=kept.id, band_days=band, at=at))
        db.session.flush()
        audit.record(PaperAction.REMINDED, (SUBJECT, kept.id), by=by, at=at, reason=str(band))
        if kept.merchant.phone:
            messages.send(
                Channel.SMS,
                kept.merchant.phone,
                ending_text(kept.merchant.code, kept.kind, kept.expires_on),
                "paper_ends",
                by=by,
                about=kept.merchant_id,
            )
    return len(found)


def ending_text(code: str, kind: str, last_day: date) -> str:
    """Write the message: no marks, one part, no link."""
    name = bare(rules.kind(kind).vi)[:60]
    return f"Ho so {code}: {name} het han ngay {last_day:%d/%m/%Y}. Lam lai roi gui anh moi, hoac den Mot cua xa."


def _refuse_unknown(kind: str) -> None:
    try:
        rules.kind(kind)
    except KeyError:
        raise IdentityNotKeptError(
            _l("Identity papers are not kept here. Bring them to the commune desk to be looked at")
        ) from None


def _new(merchant: Merchant, kind: str, taken: Taken, facts: Facts, *, by: Actor, sha256: str) -> KeptPaper:
    if queries.count_of(merchant.id) >= rules.MAX_PAPERS:
        raise TooManyPapersError(_l("This business keeps %(most)d papers already", most=rules.MAX_PAPERS))
    return KeptPaper(
        merchant_id=merchant.id,
        merchant=merchant,
        kind=kind,
        title=line(facts.title),
        number=line(facts.number),
        issued_on=facts.issued_on,
        expires_on=rules.expires_on(rules.kind(kind), facts.issued_on, facts.printed_end_on),
        sha256=sha256,
        content_type=taken.content_type,
        size_bytes=len(taken.data),
        pages=taken.pages,
        uploaded_at=clock.now(),
        uploaded_by_name=by.name,
    )


_NOT_TAKEN = {
    Kind.OFFICE: _l("Pictures (JPG, PNG, HEIC) or PDF only. You chose a Word or Excel file"),
    Kind.GIF: _l("Pictures (JPG, PNG, HEIC) or PDF only. You chose a GIF picture"),
    Kind.DRAWING: _l("Pictures (JPG, PNG, HEIC) or PDF only. You chose a drawing file"),
    Kind.WEB_PAGE: _l("Pictures (JPG, PNG, HEIC) or PDF only. You chose a web page"),
    Kind.VIDEO: _l("Pictures (JPG, PNG, HEIC) or PDF only. You chose a video"),
    Kind.OTHER: _l("Pictures (JPG, PNG, HEIC) or PDF only. Take a photo with this phone"),
}
