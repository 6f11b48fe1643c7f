"""What may be done to a confirmed business: correct an answer, agree to a correction or not."""

from merchants.changes.services.corrections import (
    AskedAlreadyError,
    NothingNewError,
    NotRegisteredError,
    OtherCommuneError,
    OwnCorrectionError,
    ask,
    make,
    prove,
    refuse,
    send_code_again,
    take_back,
)

__all__ = [
    "AskedAlreadyError",
    "NotRegisteredError",
    "NothingNewError",
    "OtherCommuneError",
    "OwnCorrectionError",
    "ask",
    "make",
    "prove",
    "refuse",
    "send_code_again",
    "take_back",
]
