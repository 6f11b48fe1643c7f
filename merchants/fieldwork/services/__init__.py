"""What people do about devices, about answers that differ, and about afternoons that were very fast."""

from merchants.fieldwork.services.devices import BorrowedPhoneError, close, give_up, hear, key_of, open_device
from merchants.fieldwork.services.pace import explain, watch_pace
from merchants.fieldwork.services.record import forget, keep_clash

__all__ = [
    "BorrowedPhoneError",
    "close",
    "explain",
    "forget",
    "give_up",
    "hear",
    "keep_clash",
    "key_of",
    "open_device",
    "watch_pace",
]
