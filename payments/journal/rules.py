"""The accounts of the journal and what entries are called."""

from collections.abc import Iterable
from enum import StrEnum


class LedgerAccount(StrEnum):
    """Where money stands. Nothing of it is ever with us: the bank is the household's own."""

    BANK = "bank"
    WAITING = "waiting"
    SALES = "sales"
    OWED_BACK = "owed_back"
    OTHER_MONEY = "other_money"
    MONEY_OUT = "money_out"
    # At the card processor, in the household's own account there.
    CARDS = "cards"
    DISPUTED = "disputed"


class EntryKind(StrEnum):
    """Why an entry was written."""

    CAME_IN = "came_in"
    WENT_OUT = "went_out"
    SOLD = "sold"
    OWED = "owed"
    SENT_BACK = "sent_back"
    KEPT = "kept"
    NOT_A_SALE = "not_a_sale"
    REVERSAL = "reversal"
    CARD_SOLD = "card_sold"
    CARD_REFUNDED = "card_refunded"
    CARD_HELD = "card_held"
    CARD_RELEASED = "card_released"
    CARD_LOST = "card_lost"


# What an entry of each kind takes from and gives to: debit, credit.
SIDES: dict[EntryKind, tuple[LedgerAccount, LedgerAccount]] = {
    EntryKind.CAME_IN: (LedgerAccount.BANK, LedgerAccount.WAITING),
    EntryKind.WENT_OUT: (LedgerAccount.MONEY_OUT, LedgerAccount.BANK),
    EntryKind.SOLD: (LedgerAccount.WAITING, LedgerAccount.SALES),
    EntryKind.OWED: (LedgerAccount.WAITING, LedgerAccount.OWED_BACK),
    # By way of the money that went out: the bank's own line may come earlier, later, or not at all.
    EntryKind.SENT_BACK: (LedgerAccount.OWED_BACK, LedgerAccount.MONEY_OUT),
    EntryKind.KEPT: (LedgerAccount.OWED_BACK, LedgerAccount.SALES),
    EntryKind.NOT_A_SALE: (LedgerAccount.WAITING, LedgerAccount.OTHER_MONEY),
    EntryKind.CARD_SOLD: (LedgerAccount.CARDS, LedgerAccount.SALES),
    EntryKind.CARD_REFUNDED: (LedgerAccount.SALES, LedgerAccount.CARDS),
    # What a card holder objects to leaves at once, and comes back only if their bank says so.
    EntryKind.CARD_HELD: (LedgerAccount.DISPUTED, LedgerAccount.CARDS),
    EntryKind.CARD_RELEASED: (LedgerAccount.CARDS, LedgerAccount.DISPUTED),
    EntryKind.CARD_LOST: (LedgerAccount.SALES, LedgerAccount.DISPUTED),
}


def balances(entries: Iterable[tuple[LedgerAccount, LedgerAccount, int]]) -> dict[LedgerAccount, int]:
    """Return what stands on each account, debit above nought; all of them together are nought."""
    found = dict.fromkeys(LedgerAccount, 0)
    for debit, credit, amount_vnd in entries:
        found[debit] += amount_vnd
        found[credit] -= amount_vnd
    return found
