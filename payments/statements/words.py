"""How statements are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.statements.rules.columns import Column
from payments.statements.rules.reading import Proof, Why

COLUMNS: Mapping[Column, object] = {
    Column.DAY: _l("Day of the transfer"),
    Column.MEMO: _l("Memo"),
    Column.CREDIT: _l("Money in (credit)"),
    Column.DEBIT: _l("Money out (debit)"),
    Column.AMOUNT: _l("Amount, less than nought for money out"),
    Column.BALANCE: _l("Balance"),
    Column.REFERENCE: _l("The bank's number of the transfer"),
    Column.POSTED: _l("Day on which the bank booked it"),
}
PROOFS: Mapping[Proof, tuple[object, str]] = {
    Proof.PROVED: (_l("Balances agree"), "good"),
    Proof.UNPROVED: (_l("No balances to check by"), "wait"),
    Proof.WRONG: (_l("Balances do not agree: lines are missing"), "bad"),
}
WHYS: Mapping[Why, object] = {
    Why.EMPTY: _l("empty"),
    Why.SUM: _l("a sum or a balance"),
    Why.NO_MONEY: _l("no money moved"),
    Why.BOTH_SIDES: _l("money in and out on one line"),
    Why.NO_DAY: _l("no day"),
    Why.UNREADABLE: _l("cannot be read"),
}
