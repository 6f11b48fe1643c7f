"""What is kept of bank statements: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.statements.models import SkippedLine, Statement

_STATEMENTS = Kept(Statement, _l("Bank statements you brought"), Fate.DELETED)
KEPT = (
    Kept(
        SkippedLine,
        _l("Lines of statements that were not money"),
        Fate.DELETED,
        keys=("statement_id",),
        of=_STATEMENTS,
    ),
    _STATEMENTS,
)
