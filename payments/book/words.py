"""How the book is called on a screen and on paper, and what a threshold means."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.book.rules import Standing
from payments.journal.rules import EntryKind, LedgerAccount

THRESHOLDS: Mapping[str, object] = {
    "tax_free_revenue_vnd": _l("Revenue of a year without tax"),
    "till_invoice_revenue_vnd": _l("Invoices from a till"),
    "own_account_revenue_vnd": _l("An account of its own for the business"),
}
# What is done from a threshold on, whatever its number is just now.
MEANINGS: Mapping[str, object] = {
    "tax_free_revenue_vnd": _l("Whoever sells no more than this in a year pays no tax on sales."),
    "till_invoice_revenue_vnd": _l(
        "Shops, kitchens and guest houses that sell more than this in a year write invoices from a till that is "
        "joined to the tax office."
    ),
    "own_account_revenue_vnd": _l("Whoever sells more than this in a year keeps an account for the business alone."),
}
STANDINGS: Mapping[Standing, tuple[object, str]] = {
    Standing.BELOW: (_l("Below"), "good"),
    Standing.NEAR: (_l("Near"), "wait"),
    Standing.OVER: (_l("Over"), "bad"),
}
ACCOUNTS: Mapping[LedgerAccount, object] = {
    LedgerAccount.BANK: _l("Bank"),
    LedgerAccount.WAITING: _l("Not said yet"),
    LedgerAccount.SALES: _l("Sales"),
    LedgerAccount.OWED_BACK: _l("Owed back"),
    LedgerAccount.OTHER_MONEY: _l("Not sales"),
    LedgerAccount.MONEY_OUT: _l("Money out"),
    LedgerAccount.CARDS: _l("At the card processor"),
    LedgerAccount.DISPUTED: _l("Held: a card holder objects"),
}
KINDS: Mapping[EntryKind, object] = {
    EntryKind.CAME_IN: _l("Money came in"),
    EntryKind.WENT_OUT: _l("Money went out"),
    EntryKind.SOLD: _l("A sale"),
    EntryKind.OWED: _l("To be sent back"),
    EntryKind.SENT_BACK: _l("Transferred back"),
    EntryKind.KEPT: _l("May be kept"),
    EntryKind.NOT_A_SALE: _l("Not a sale"),
    EntryKind.REVERSAL: _l("Put right"),
    EntryKind.CARD_SOLD: _l("A sale by card"),
    EntryKind.CARD_REFUNDED: _l("Sent back to the card"),
    EntryKind.CARD_HELD: _l("A card holder objects"),
    EntryKind.CARD_RELEASED: _l("The objection failed, it is yours again"),
    EntryKind.CARD_LOST: _l("The objection held, it is lost"),
}
