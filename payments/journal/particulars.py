"""What is kept of the books: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.journal.models import JournalEntry

KEPT = (Kept(JournalEntry, _l("Your book of money"), Fate.DELETED),)
