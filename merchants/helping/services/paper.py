"""The twin paper keyed in: one sheet becomes one dossier, under the code that was printed on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.areas import Area
from app.core.db import db
from app.policy import Actor
from merchants import queries as merchant_queries
from merchants import services as merchants
from merchants.helping import queries
from merchants.helping.models import PrintedCode
from merchants.helping.rules import Mark
from merchants.helping.services import consent
from merchants.helping.services.record import BatchVoidError, CodeNotPrintedError, HelpAction
from merchants.models import Merchant
from merchants.rules import ConsentHow, ConsentPurpose, ContactKind, Craft, Paper


@dataclass(frozen=True)
class Sheet:
    """What stands on a sheet, question by question."""

    craft: Craft
    craft_other: str
    owner_name: str
    business_name: str
    birth_year: int
    area: Area
    area_note: str
    house_note: str
    contact_kind: ContactKind
    phone: str
    contact_name: str
    contact_relation: str
    papers: Sequence[Paper]
    consents: Mapping[ConsentPurpose, bool]
    slip_no: str
    mark: Mark
    witness: str


def printed(code: str) -> PrintedCode:
    """Return a code printed ahead that is still good.

    Raises:
        CodeNotPrintedError: no paper has this code.
        BatchVoidError: its block was given up as lost.
    """
    found = queries.printed_code(code)
    if found is None:
        raise CodeNotPrintedError(_l("No sheet was printed with this code. Look at each digit on the paper again"))
    if queries.is_void(found):
        raise BatchVoidError(_l("The block of this sheet was given up as lost. Fill in a new sheet with the family"))
    return found


def key_in(code: str, *, sheet: Sheet, by: Actor) -> Merchant:
    """Make the dossier of a sheet and send it; the same code again returns the dossier that is there.

    Raises:
        CodeNotPrintedError: no paper has this code.
        BatchVoidError: its block was given up as lost.
        SlipTakenError: the number of the slip confirms another file.
    """
    known = merchant_queries.by_code(code)
    if known is not None:
        return known
    printed(code)
    try:
        with db.session.begin_nested():
            merchant = merchants.start_draft(craft=sheet.craft, craft_other=sheet.craft_other, code=code, by=by)
    except IntegrityError:
        # A colleague keyed the same sheet in at this moment and was quicker: theirs is the dossier.
        quicker = merchant_queries.by_code(code)
        if quicker is None:
            raise
        return quicker
    _answer(merchant, sheet, by)
    row = consent.write_slip(
        merchant, slip_no=sheet.slip_no, mark=sheet.mark, witness=sheet.witness, read_aloud=True, by=by
    )
    # The sheet is in hand while it is keyed in: nothing is left to be matched.
    consent.match_slip(row, by=by)
    audit.record(HelpAction.KEYED_IN, ("merchant", merchant.id), by=by, at=clock.now(), reason=code)
    merchants.submit(merchant, by=by)
    return merchant


def _answer(merchant: Merchant, sheet: Sheet, by: Actor) -> None:
    merchants.answer_owner_name(merchant, owner_name=sheet.owner_name, by=by)
    merchants.answer_business_name(merchant, business_name=sheet.business_name, by=by)
    merchants.answer_birth_year(merchant, birth_year=sheet.birth_year, by=by)
    merchants.answer_where(merchant, area=sheet.area, area_note=sheet.area_note, house_note=sheet.house_note, by=by)
    merchants.answer_contact(
        merchant,
        kind=sheet.contact_kind,
        phone=sheet.phone,
        contact_name=sheet.contact_name,
        contact_relation=sheet.contact_relation,
        by=by,
    )
    merchants.answer_papers(merchant, papers=sheet.papers, by=by)
    merchants.give_consent(merchant, given=sheet.consents, how=ConsentHow.PAPER, by=by)
