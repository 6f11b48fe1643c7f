"""Signing in and out, and giving people what they hold."""

from app.accounts.services.grants import close_what_holds_nothing, grant, grant_ownership, make_delegate, take_back
from app.accounts.services.proofs import (
    CodeRefusedError,
    PasswordRefusedError,
    TooSoonError,
    account_proved,
    check_code,
    check_password,
    check_second_factor,
    proof_of,
    prove_again,
    send_code,
)
from app.accounts.services.record import AccountAction, make_official
from app.accounts.services.rotation import reseal_some
from app.accounts.services.sessions import (
    Opened,
    actor_of,
    end_dossier_sessions,
    end_session,
    hold_briefly,
    open_dossier_session,
    open_session,
)

__all__ = [
    "AccountAction",
    "CodeRefusedError",
    "Opened",
    "PasswordRefusedError",
    "TooSoonError",
    "account_proved",
    "actor_of",
    "check_code",
    "check_password",
    "check_second_factor",
    "close_what_holds_nothing",
    "end_dossier_sessions",
    "end_session",
    "grant",
    "grant_ownership",
    "hold_briefly",
    "make_delegate",
    "make_official",
    "open_dossier_session",
    "open_session",
    "proof_of",
    "prove_again",
    "reseal_some",
    "send_code",
    "take_back",
]
