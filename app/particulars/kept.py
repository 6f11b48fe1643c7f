"""Every table with something about an owner, in the order in which rows may go; what the lower floors keep is here."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

import catalog.particulars
import merchants.changes.particulars
import merchants.desk.particulars
import merchants.fieldwork.particulars
import merchants.helping.particulars
import merchants.identity.particulars
import merchants.imports.particulars
import merchants.incidents.particulars
import merchants.ocop.particulars
import merchants.papers.particulars
import merchants.particulars
import merchants.results.particulars
import merchants.rights.particulars
import merchants.search.particulars
import merchants.skills.particulars
import merchants.texts.particulars
import merchants.tourism.particulars
import merchants.training.particulars
import merchants.visits.particulars
import payments.cards.particulars
import payments.inbox.particulars
import payments.journal.particulars
import payments.ladder.particulars
import payments.losses.particulars
import payments.names.particulars
import payments.particulars
import payments.partners.particulars
import payments.refunds.particulars
import payments.sightings.particulars
import payments.signs.particulars
import payments.statements.particulars
from app.accounts.models import AccountHolding, SignIn
from app.core.audit import AuditEntry
from app.core.messages import MessageChoice, OutgoingMessage, QuietSubject
from app.core.particulars import Fate, Kept
from app.particulars.models import Deletion
from merchants.models import Merchant


def _of_the_phone(merchant_id: UUID) -> ColumnElement[bool]:
    """Select the wishes for a telephone, unless another dossier has the same one."""
    phone = select(Merchant.phone).where(Merchant.id == merchant_id).scalar_subquery()
    with_it = select(func.count()).where(Merchant.phone == phone).scalar_subquery()
    return (MessageChoice.recipient == phone) & (with_it == 1)


def _of_the_file(merchant_id: UUID) -> ColumnElement[bool]:
    return (AuditEntry.subject_kind == "merchant") & (AuditEntry.subject_id == merchant_id)


_LOWER = (
    Kept(OutgoingMessage, _l("Messages sent to you"), Fate.DELETED, keys=("about_id",)),
    Kept(MessageChoice, _l("What you did not want to be told"), Fate.DELETED, about=_of_the_phone),
    Kept(
        QuietSubject,
        _l("That nobody writes to you any more"),
        Fate.KEPT,
        _l("So that no message goes out by mistake. It holds no name."),
        keys=("about_id",),
    ),
    Kept(AccountHolding, _l("Who may open the file as yours"), Fate.DELETED),
    Kept(SignIn, _l("Phones signed in to the file"), Fate.DELETED),
    Kept(
        Deletion,
        _l("That something was deleted"),
        Fate.KEPT,
        _l("So that everybody may see how much was deleted. It holds a day, no name."),
    ),
    Kept(
        AuditEntry,
        _l("What was done to the file"),
        Fate.KEPT,
        _l("The trail proves who did what. It says which line was changed, never what stood there."),
        about=_of_the_file,
    ),
)

ALL: Sequence[Kept] = (
    *payments.losses.particulars.KEPT,
    *payments.signs.particulars.KEPT,
    *payments.statements.particulars.KEPT,
    *payments.sightings.particulars.KEPT,
    *payments.journal.particulars.KEPT,
    *payments.refunds.particulars.KEPT,
    *payments.inbox.particulars.KEPT,
    *payments.ladder.particulars.KEPT,
    *payments.names.particulars.KEPT,
    *payments.cards.particulars.KEPT,
    *payments.partners.particulars.KEPT,
    *payments.particulars.KEPT,
    *catalog.particulars.KEPT,
    *merchants.tourism.particulars.KEPT,
    *merchants.changes.particulars.KEPT,
    *merchants.fieldwork.particulars.KEPT,
    *merchants.visits.particulars.KEPT,
    *merchants.skills.particulars.KEPT,
    *merchants.texts.particulars.KEPT,
    *merchants.training.particulars.KEPT,
    *merchants.ocop.particulars.KEPT,
    *merchants.papers.particulars.KEPT,
    *merchants.desk.particulars.KEPT,
    *merchants.helping.particulars.KEPT,
    *merchants.results.particulars.KEPT,
    *merchants.identity.particulars.KEPT,
    *merchants.rights.particulars.KEPT,
    *merchants.incidents.particulars.KEPT,
    *merchants.imports.particulars.KEPT,
    *_LOWER,
    *merchants.particulars.KEPT,
    # The search writes anew what it finds in a changed dossier, so its words go last.
    *merchants.search.particulars.KEPT,
)
