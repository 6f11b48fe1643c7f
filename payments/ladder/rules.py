"""What comes next on the ladder, which way suits a telephone, and until when the answers to fears hold."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from payments.rules import Rung

_FEARS = Path(__file__).parent / "data" / "fears.json"
# Three pictures, real or fake: how many were told apart.
PICTURES = 3


class Handset(StrEnum):
    """What telephone the seller has at the counter."""

    SMART = "smart"
    BASIC = "basic"
    NONE = "none"


class Chip(StrEnum):
    """Whether it reads the chip of an identity card, which opening an account at home needs."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Hears(StrEnum):
    """Who gets the bank's word when money comes."""

    SELLER = "seller"
    CHILD = "child"
    NOBODY = "nobody"


class Way(StrEnum):
    """How this seller will know that money has come."""

    OWN_APP = "own_app"
    BANK_MESSAGE = "bank_message"
    CHILD_TELLS = "child_tells"
    SOUND_BOX = "sound_box"


def way(*, handset: Handset, hears: Hears, has_sound_box: bool) -> Way:
    """Return how a seller learns that money has come: by ear first, then on their own screen, then by their child."""
    if has_sound_box:
        return Way.SOUND_BOX
    if handset is Handset.SMART and hears is not Hears.CHILD:
        return Way.OWN_APP
    if handset is Handset.BASIC and hears is not Hears.CHILD:
        return Way.BANK_MESSAGE
    return Way.CHILD_TELLS if hears is Hears.CHILD else Way.SOUND_BOX


class Next(StrEnum):
    """The one thing to do now."""

    WAIT = "wait"
    PHONE = "phone"
    ACCOUNT = "account"
    NAMES = "names"
    SIGN = "sign"
    TRIAL = "trial"
    REQUEST = "request"
    KEEP = "keep"


def rung_reached(rung: Rung, *, has_trial: bool) -> Rung:
    """Return the rung with a witnessed try: it stands for the first payment, and never for use."""
    return Rung.FIRST_PAYMENT if has_trial and rung in (Rung.NONE, Rung.ACCOUNT, Rung.STANDEE) else rung


def next_step(*, rung: Rung, has_phone: bool, has_names: bool, has_sign: bool, said_no: bool) -> Next:
    """Return the one next step; whoever has said no is asked nothing until the day they named."""
    if rung is Rung.NONE:
        if said_no:
            return Next.WAIT
        return Next.ACCOUNT if has_phone else Next.PHONE
    if not has_sign:
        return Next.SIGN if has_names else Next.NAMES
    match rung:
        case Rung.ACCOUNT | Rung.STANDEE:
            return Next.TRIAL
        case Rung.FIRST_PAYMENT:
            return Next.REQUEST
        case _:
            return Next.KEEP


@dataclass(frozen=True)
class Fears:
    """Until when the answers to fears hold: who was asked, when, and by when they are asked again."""

    checked_on: date
    review_by: date
    asked: str

    def is_old(self, today: date) -> bool:
        """Whether the answers should have been looked at again."""
        return today > self.review_by


@cache
def fears() -> Fears:
    """Return the dates that came with this release."""
    raw = json.loads(_FEARS.read_text("utf-8"))
    return Fears(date.fromisoformat(raw["checked_on"]), date.fromisoformat(raw["review_by"]), raw["asked"])
