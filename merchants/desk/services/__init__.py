"""What the desk does: hold a dossier, decide alone or by two, judge twins, send batches."""

from merchants.desk.services.batches import drop_batch, mark_seen, not_alike, open_batch, returned_items, send_batch
from merchants.desk.services.claims import claim, claim_next, declare_conflict, release
from merchants.desk.services.decisions import confirm, extend, leave, send_back
from merchants.desk.services.record import (
    BatchRefusedError,
    ClaimedError,
    ConflictError,
    RefusalPendingError,
    SecondPersonError,
)
from merchants.desk.services.refusals import agree, not_agree, propose
from merchants.desk.services.twins import join, judge, take_apart

__all__ = [
    "BatchRefusedError",
    "ClaimedError",
    "ConflictError",
    "RefusalPendingError",
    "SecondPersonError",
    "agree",
    "claim",
    "claim_next",
    "confirm",
    "declare_conflict",
    "drop_batch",
    "extend",
    "join",
    "judge",
    "leave",
    "mark_seen",
    "not_agree",
    "not_alike",
    "open_batch",
    "propose",
    "release",
    "returned_items",
    "send_back",
    "send_batch",
    "take_apart",
]
