"""Taking a list over: each batch and its cursor in one transaction, so that a stop loses and repeats nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.core import audit, clock, collector
from app.core.bulk import look_again
from app.core.db import Base, db
from app.core.sheets.reading import open_sheet
from app.core.transaction import transaction
from app.policy import Actor
from merchants import services as merchants
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.imports import queries
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.rules.headers import VOCABULARY
from merchants.imports.rules.lines import Entry
from merchants.imports.services.checking import LedTo, insert_rows, mapping_of, refuse_two_workers
from merchants.imports.services.files import open_file
from merchants.imports.services.record import move
from merchants.imports.services.walking import Ruled, Walk
from merchants.imports.states import ImportAction, ImportState, ImportStep, Verdict
from merchants.models import Merchant
from merchants.rules import ContactKind
from merchants.search import services as search
from merchants.search.rules import Facts
from merchants.services import Listed, MerchantAction, Source

# So many batches into a list the tables may have grown tenfold.
_LOOKED_AGAIN_AFTER = (1, 4, 16)
_NUMBERS = {kind.value: kind for kind in NumberKind}


@collector.resting()
def take(import_id: UUID) -> None:
    """Take a list over from where it stands. Called by a worker, which may have been stopped before.

    Raises:
        OvertakenError: another worker is at the same list; whoever is called again goes on from its cursor.
    """
    with transaction():
        brought = queries.locked(import_id)
        if brought.state is not ImportState.TAKING:
            return
        data, cursor = open_file(brought), brought.cursor
    sheet = open_sheet(data, VOCABULARY)
    del data  # what has been read need not be held while the list is gone through
    with transaction():
        brought = queries.locked(import_id)
        walk = Walk(brought, sheet, mapping_of(brought))
        if cursor:
            walk.go_on(queries.rows_that_stand(import_id))
    for done, batch in enumerate(walk.batches(after=cursor)):
        with transaction():
            if done in _LOOKED_AGAIN_AFTER:
                look_again(Base.metadata.tables["merchant"], Base.metadata.tables["identity_number"])
            brought = queries.locked(import_id)
            refuse_two_workers(brought, ImportState.TAKING, cursor)
            ruled = walk.judged(batch)
            led = _write(brought, ruled, walk)
            last = batch[-1].number
            _replace_rows(import_id, cursor, last, ruled, led)
            counts = Counter(brought.happened)
            counts.update(each.judged.verdict.value for each in ruled)
            brought.happened, brought.cursor = dict(counts), last
        cursor = last
    with transaction():
        brought = queries.locked(import_id)
        refuse_two_workers(brought, ImportState.TAKING, cursor)
        brought.taken_at = clock.now()
        move(brought, ImportStep.FINISH, action=ImportAction.TAKEN, by=brought.actor(), at=brought.taken_at)


def _replace_rows(import_id: UUID, after: int, last: int, ruled: Sequence[Ruled], led: dict[int, LedTo]) -> None:
    """Put what happened in place of what the trial run said would happen."""
    said = (ImportRow.import_id == import_id) & (ImportRow.number > after) & (ImportRow.number <= last)
    db.session.execute(delete(ImportRow).where(said))
    insert_rows(import_id, ruled, led)


def _write(brought: ListImport, ruled: Sequence[Ruled], walk: Walk) -> dict[int, LedTo]:
    at, by = clock.now(), brought.actor()
    led: dict[int, LedTo] = {}
    new = [each for each in ruled if each.judged.verdict is Verdict.NEW]
    for each, (merchant_id, _code) in zip(new, _make(brought, new, at, by), strict=True):
        led[each.line.number] = LedTo(merchant_id, 1)
    for each in ruled:
        if each.judged.verdict is Verdict.SAME:
            led[each.line.number] = LedTo(each.judged.merchant_id)
    filled = [each for each in ruled if each.judged.verdict is Verdict.FILLED]
    for each in filled:
        if each.judged.merchant_id is not None:
            walk.filled(each.judged.merchant_id, each.judged.fills)
    return led | _fill(brought, filled, at, by)


def _make(brought: ListImport, new: Sequence[Ruled], at: datetime, by: Actor) -> Sequence[tuple[UUID, str]]:
    """Make a draft of every new line, findable, with its numbers sealed."""
    entries = [each.line.entry for each in new if each.line.entry is not None]
    source = Source(brought.source_name, brought.listed_on)
    made = merchants.list_many([_listed(entry) for entry in entries], source=source, at=at, by=by)
    pairs = list(zip(made, entries, strict=True))
    filed_by = by.account_id.hex if by.account_id else ""
    places = search.place_names(db.session.connection(), {entry.spot.area_path for entry in entries})
    search.index_new([(merchant_id, _facts(code, entry, places, filed_by)) for (merchant_id, code), entry in pairs])
    numbers = [
        (merchant_id, kind, number)
        for (merchant_id, _), entry in pairs
        if entry.numbers
        for kind, number in entry.numbers.items()
    ]
    identity.record_many(numbers, at=at, by=by)
    return made


def _fill(brought: ListImport, filled: Sequence[Ruled], at: datetime, by: Actor) -> dict[int, LedTo]:
    """Fill in what listed drafts leave blank; what is there is never written over."""
    ids = [each.judged.merchant_id for each in filled]
    found = {row.id: row for row in db.session.scalars(select(Merchant).where(Merchant.id.in_(ids)))} if ids else {}
    pairs = [(each, found[each.judged.merchant_id]) for each in filled if each.judged.merchant_id is not None]
    numbers: list[tuple[UUID, NumberKind, str]] = []
    for each, merchant in pairs:
        if each.line.entry is not None:
            numbers += _fill_one(merchant, each.line.entry, each.judged.fills, at)
            audit.record(MerchantAction.ANSWERED, ("merchant", merchant.id), by=by, at=at, reason=brought.source_name)
    db.session.flush()
    identity.record_many(numbers, at=at, by=by)
    return {each.line.number: LedTo(merchant.id, merchant.version) for each, merchant in pairs}


def _fill_one(
    merchant: Merchant, entry: Entry, fills: Sequence[str], at: datetime
) -> list[tuple[UUID, NumberKind, str]]:
    for name in fills:
        if name not in _NUMBERS:
            setattr(merchant, name, getattr(entry, name))
    if "phone" in fills:
        merchant.contact_kind = ContactKind.RELATIVE if entry.contact_name else ContactKind.OWN
        merchant.contact_name = entry.contact_name
    merchant.touched_at = at
    return [(merchant.id, _NUMBERS[name], entry.numbers[_NUMBERS[name]]) for name in fills if name in _NUMBERS]


def _listed(entry: Entry) -> Listed:
    spot = entry.spot
    return Listed(
        entry.craft,
        entry.craft_other,
        entry.legal_form,
        entry.owner_name,
        entry.owner_name_fold,
        entry.business_name,
        entry.birth_year,
        spot.area_id,
        spot.area_path,
        spot.note,
        entry.house_note,
        entry.phone,
        entry.contact_name,
        entry.has_slip,
    )


def _facts(code: str, entry: Entry, places: dict[str, tuple[str, ...]], filed_by: str) -> Facts:
    return Facts(
        owner_name=entry.owner_name_fold,
        business_name=entry.business_name,
        craft=entry.craft_other,
        code=code,
        phone=entry.phone,
        area_path=entry.spot.area_path,
        places=(*places.get(entry.spot.area_path, ()), entry.spot.note),
        filed_by=filed_by,
    )
