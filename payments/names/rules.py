"""How four names go together, and what to ask the bank for."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.core.text import bare
from payments.rules import NameVerdict, bank_name, carries, name_check

_ALIKE = 0.85


class Verdict(StrEnum):
    """How one name compares with the name on the account."""

    MATCH = "match"
    WITHOUT_MARKS = "without_marks"
    SPELLED_OTHERWISE = "spelled_otherwise"
    OTHER = "other"
    UNSAID = "unsaid"


class Ask(StrEnum):
    """What is to be done about the names, the most pressing first."""

    OWN_ACCOUNT = "own_account"
    SPELLING = "spelling"
    CARRY_NAME = "carry_name"
    SHOW_HOLDER = "show_holder"


@dataclass(frozen=True)
class Names:
    """The four names: as on the identity card, at the bank, on the business paper, over the shop."""

    owner: str
    holder: str
    paper: str = ""
    label: str = ""


def person_verdict(names: Names) -> Verdict:
    """Return how the owner's name compares with the account's."""
    return _verdict(names.owner, names.holder, is_person=True)


def paper_verdict(names: Names) -> Verdict:
    """Return how the registered name compares with the account's."""
    return _verdict(names.paper, names.holder, is_person=False)


def label_verdict(names: Names) -> Verdict:
    """Return how the name over the shop compares with the account's."""
    return _verdict(names.label, names.holder, is_person=False)


def asks(names: Names, *, must_carry: bool) -> tuple[Ask, ...]:
    """Return what is to be done; ``must_carry`` is whether the law asks for the registered name by now.

    Nothing here stops anybody: an account in a spouse's name may be meant, and a bank's cut may look like a fault.
    """
    person, paper, label = person_verdict(names), paper_verdict(names), label_verdict(names)
    fine = (Verdict.MATCH, Verdict.WITHOUT_MARKS)
    found = []
    if person is Verdict.SPELLED_OTHERWISE and paper not in fine:
        found.append(Ask.SPELLING)
    elif person not in fine and paper not in fine:
        found.append(Ask.OWN_ACCOUNT)
    if must_carry and names.paper and paper not in fine:
        found.append(Ask.CARRY_NAME)
    if names.label and label not in fine:
        found.append(Ask.SHOW_HOLDER)
    return tuple(found)


def wished_holder(names: Names) -> str:
    """Return how an account for the business would be called, as banks write it."""
    wished = bank_name(names.paper)
    return wished if wished.startswith(("HKD ", "HO KINH DOANH ")) else f"HKD {wished}"


def _verdict(name: str, holder: str, *, is_person: bool) -> Verdict:
    if not name or not holder:
        return Verdict.UNSAID
    checked = name_check(owner_name=name if is_person else "", business_name="" if is_person else name, holder=holder)
    if checked is NameVerdict.MATCH:
        return Verdict.MATCH
    if checked is NameVerdict.WITHOUT_MARKS or (not is_person and carries(holder, name)):
        return Verdict.WITHOUT_MARKS
    return Verdict.SPELLED_OTHERWISE if _alike(name, holder) else Verdict.OTHER


def _alike(name: str, holder: str) -> bool:
    """Whether two names have as many words and differ in a letter or two of one: a slip, and nobody else's name."""
    left, right = bare(name).upper().split(), bare(holder).upper().split()
    differing = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
    is_slip = len(left) == len(right) > 1 and len(differing) == 1
    return is_slip and SequenceMatcher(None, " ".join(left), " ".join(right)).ratio() >= _ALIKE
