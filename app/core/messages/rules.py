"""What may be sent to whom when: kinds of messages, the ladder, quiet hours, two a week, and what fits a message."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

QUIET_FROM = time(20, 0)
QUIET_UNTIL = time(7, 0)
MOST_A_WEEK = 2
WEEK = timedelta(days=7)
MOST_TRIES = 3
MOST_CALLS = 3
ONE_PART = 160
FURTHER_PART = 153

LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:vn|com|net|org|info|top|xyz)\b", re.IGNORECASE)
# The alphabet of a text message of 160 signs; the second group takes two places each.
_GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿")
_GSM_ALL = _GSM | frozenset("abcdefghijklmnopqrstuvwxyzäöñüà")
_GSM_TWO = frozenset("^{}\\[~]|€")


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"
    CALL = "call"
    PAPER = "paper"


class MessageClass(StrEnum):
    """What a message is about; people choose by kind."""

    CODE = "code"
    DOSSIER = "dossier"
    RESULT = "result"
    PAPERS = "papers"
    CLASSES = "classes"
    VISITS = "visits"
    OTHER = "other"


# What carries a code that opens something; its text is emptied once it has been delivered.
PROOF_CODE = "proof_code"

_BY_FIRST_WORD = {
    "dossier": MessageClass.DOSSIER,
    "draft": MessageClass.DOSSIER,
    "consent": MessageClass.DOSSIER,
    "delegate": MessageClass.DOSSIER,
    "delegation": MessageClass.DOSSIER,
    "result": MessageClass.RESULT,
    "paper": MessageClass.PAPERS,
    "ocop": MessageClass.PAPERS,
    "class": MessageClass.CLASSES,
    "certificate": MessageClass.CLASSES,
    "visit": MessageClass.VISITS,
}
# Something has to be done by a day, so a refused or crowded telephone means a call and not silence.
MUST_ARRIVE = frozenset({MessageClass.DOSSIER})
# Whoever does not hear of it makes the way for nothing, or does not know why buyers were told to wait, whatever else of
# its kind they do not want.
_MUST_ARRIVE_TOO = frozenset({"class_called_off", "sign_state"})
# Worth nothing after its day: no reason to ring whoever refused it, but none to let it wait a week either.
_HAS_ITS_DAY = frozenset({"class_reminder"})
# Told on the screen already: worth a message, not a call.
_NOT_WORTH_A_CALL = frozenset({"dossier_received"})
REFUSABLE = (Channel.SMS, Channel.ZALO)


def class_of(purpose: str) -> MessageClass:
    """Return the kind of a message by its purpose: the first word names it, and whatever ends in code is a code."""
    if purpose.endswith("_code"):
        return MessageClass.CODE
    return _BY_FIRST_WORD.get(purpose.partition("_")[0], MessageClass.OTHER)


def is_worth_a_call(purpose: str) -> bool:
    """Whether the team calls if no message gets through."""
    must_arrive = class_of(purpose) in MUST_ARRIVE or purpose in _MUST_ARRIVE_TOO
    return must_arrive and purpose not in _NOT_WORTH_A_CALL


def cannot_wait(purpose: str) -> bool:
    """Whether the team calls rather than keep a message until the week has room for it."""
    return is_worth_a_call(purpose) or purpose in _HAS_ITS_DAY


def awake(local: datetime) -> datetime:
    """Return the same moment, or seven in the morning after it if it falls into the quiet hours. Vietnam's clock."""
    clock = local.timetz().replace(tzinfo=None)
    if QUIET_UNTIL <= clock < QUIET_FROM:
        return local
    day = local + timedelta(days=1) if clock >= QUIET_FROM else local
    return day.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)


def first_free(local: datetime, others: Sequence[datetime]) -> datetime:
    """Return the first waking moment at which a person has had fewer than two messages in the seven days before.

    ``others`` are the moments of this person's other messages, sent or planned.
    """
    moment = awake(local)
    while True:
        near = sorted(other for other in others if moment - WEEK < other)
        if len(near) < MOST_A_WEEK:
            return moment
        moment = awake(near[-MOST_A_WEEK] + WEEK)


def rung_after(channel: Channel, refused: Collection[Channel]) -> Channel:
    """Return the next rung of the ladder: Zalo, text message, call, paper."""
    if channel is Channel.ZALO and Channel.SMS not in refused:
        return Channel.SMS
    return Channel.PAPER if channel in (Channel.CALL, Channel.PAPER) else Channel.CALL


def sms_parts(text: str) -> int:
    """Return how many text messages some words take: one up to 160 signs; any other alphabet shrinks that to 70."""
    if not all(sign in _GSM_ALL or sign in _GSM_TWO for sign in text):
        return 1 if len(text) <= 70 else -(-len(text) // 67)
    length = sum(2 if sign in _GSM_TWO else 1 for sign in text)
    return 1 if length <= ONE_PART else -(-length // FURTHER_PART)


def is_plain(text: str) -> bool:
    """Whether a text message fits its 160-sign alphabet."""
    return all(sign in _GSM_ALL or sign in _GSM_TWO for sign in text)


@dataclass(frozen=True)
class ZaloTemplate:
    """A message registered with Zalo beforehand: only the parameters in angle brackets change."""

    key: str
    title: str
    body: str
    buttons: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in angle brackets, in order."""
        return tuple(dict.fromkeys(re.findall(r"<([a-z_]+)>", self.body)))

    def faults(self) -> list[str]:
        """Return what Zalo would refuse it for; nothing if it is in order."""
        paragraphs = self.body.split("\n")
        checks = {
            "title has 9 to 65 signs": 9 <= len(self.title) <= 65,
            "at most 4 paragraphs": len(paragraphs) <= 4,
            "paragraph has 9 to 400 signs": all(9 <= len(each) <= 400 for each in paragraphs),
            "at most 10 parameters": len(self.parameters) <= 10,
            "at most 2 buttons": len(self.buttons) <= 2,
            "button has 5 to 30 signs": all(5 <= len(each) <= 30 for each in self.buttons),
            "no link": not LINK.search(self.body),
            "no telephone number": not re.search(r"\d{8,}", self.body.replace(" ", "")),
            "no anh/chị": "anh/chị" not in self.body.lower(),
        }
        return [fault for fault, is_right in checks.items() if not is_right]


@dataclass(frozen=True)
class ZaloMessage:
    """A registered template with its parameters filled in."""

    template: ZaloTemplate
    values: dict[str, str]

    @property
    def text(self) -> str:
        """The message as its reader sees it."""
        words = self.template.body
        for name, value in self.values.items():
            words = words.replace(f"<{name}>", value)
        return words
