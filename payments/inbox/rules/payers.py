"""Who paid, as far as a notice tells: by what two payers are told apart, and who is no customer."""

import re
from collections.abc import Collection
from enum import StrEnum

from app.core.text import fold
from payments import rules
from payments.inbox.rules.notices import Notice

_FROM = re.compile(r"\bCT tu (?P<account>[0-9A-Za-z]{4,19}) (?P<name>[A-Za-z .]{3,60}?) toi\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![0-9])0(?P<rest>[35789][0-9]{8})(?![0-9])")
# Offices that buy for the state: their purchases are reported apart. As banks write them, without marks.
_STATE = (
    "ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan", "kho bac", "cong an", "so tai chinh", "so cong thuong",
    "so nong nghiep", "so du lich", "so van hoa", "so khoa hoc", "dang uy", "huyen uy", "tinh uy", "mat tran to quoc",
    "trung tam phuc vu hanh chinh", "van phong dieu phoi",
)  # fmt: skip


class PayerKind(StrEnum):
    """Why a payer is no customer; most are one."""

    CUSTOMER = ""
    OWN = "own"
    STATE = rules.STATE
    TEAM = "team"


def described(notice: Notice) -> tuple[str, str]:
    """Return the payer's account and name, from the channel's own fields or from what the bank put into the memo."""
    if notice.payer_account or notice.payer_name:
        return notice.payer_account, notice.payer_name
    found = _FROM.search(notice.memo)
    return (found["account"], found["name"]) if found else ("", "")


def phones_in(memo: str) -> tuple[str, ...]:
    """Return the telephones in a memo, as wallets put them there."""
    return tuple(f"+84{found['rest']}" for found in _PHONE.finditer(memo))


def kind_of(name: str, account: str, *, own_names: Collection[str], own_account: str, is_team: bool) -> PayerKind:
    """Return whether a payer is the household itself, an office of the state, or somebody of the programme."""
    known = fold(name)
    if (account and account == own_account) or (known and known in {fold(own) for own in own_names if own}):
        return PayerKind.OWN
    if is_team:
        return PayerKind.TEAM
    return PayerKind.STATE if known.startswith(_STATE) else PayerKind.CUSTOMER
