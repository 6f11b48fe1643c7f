"""What may be done with a list: bring it, mend its columns, take it over, undo it, put it aside; a worker's part."""

from merchants.imports.services.bringing import accept, ask_undo, bring, drop, map_columns, may_undo, promise_again
from merchants.imports.services.checking import check
from merchants.imports.services.files import forget_old_files, open_file, reseal_some
from merchants.imports.services.record import ColumnsMissingError, NotNowError
from merchants.imports.services.taking import take
from merchants.imports.services.undoing import undo

__all__ = [
    "ColumnsMissingError",
    "NotNowError",
    "accept",
    "ask_undo",
    "bring",
    "check",
    "drop",
    "forget_old_files",
    "map_columns",
    "may_undo",
    "open_file",
    "promise_again",
    "reseal_some",
    "take",
    "undo",
]
