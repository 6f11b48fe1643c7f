"""What a business is before the law, and what that means here: dated data, one row for each form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

_FILE = Path(__file__).parent / "data" / "legal_forms.json"


class LegalForm(StrEnum):
    """What a business is before the law; a household without a certificate is the usual answer and a good one."""

    HOUSEHOLD = "household"
    HOUSEHOLD_BUSINESS = "household_business"
    COOPERATIVE_GROUP = "cooperative_group"
    COOPERATIVE = "cooperative"
    PRIVATE_ENTERPRISE = "private_enterprise"
    LIMITED_COMPANY = "limited_company"
    JOINT_STOCK_COMPANY = "joint_stock_company"


class Sex(StrEnum):
    """Asked only so that the person who works is counted; leaving it empty is an answer."""

    FEMALE = "female"
    MALE = "male"


class Number(StrEnum):
    """Which number the tax office knows a business by."""

    NONE = "none"
    # The citizen identity number of the person: never kept here.
    PERSON = "person"
    TAX = "tax"


@dataclass(frozen=True)
class FormFacts:
    """What is known about one legal form, and how well."""

    form: LegalForm
    vi: str
    en: str
    example_vi: str
    example_en: str
    # Who answers for it: chủ hộ, tổ trưởng, giám đốc.
    head_vi: str
    head_en: str
    number: Number
    has_certificate: bool
    may_have_ocop: bool
    basis: str
    source: str
    verified_on: date
    confirmed: bool

    def name(self, language: str) -> str:
        """Return what it is called in a language."""
        return self.en if language == "en" else self.vi

    def example(self, language: str) -> str:
        """Return what kind of business it is, in a language."""
        return self.example_en if language == "en" else self.example_vi

    def head(self, language: str) -> str:
        """Return what whoever answers for it is called, in a language."""
        return self.head_en if language == "en" else self.head_vi


@cache
def facts() -> tuple[FormFacts, ...]:
    """Return every form with its facts, in the order in which they are offered."""
    return tuple(_facts(row) for row in json.loads(_FILE.read_text("utf-8")))


def facts_of(form: LegalForm) -> FormFacts:
    """Return the facts of one form."""
    return _by_form()[form]


@cache
def _by_form() -> Mapping[LegalForm, FormFacts]:
    return {each.form: each for each in facts()}


def keeps_tax_code(form: LegalForm) -> bool:
    """Whether the number of this form is an organisation's, which may be kept; a household's is a person's."""
    return facts_of(form).number is Number.TAX


def read_tax_code(text: str) -> str:
    """Return an organisation's tax code as 10 digits, or 10 digits, a hyphen and 3 for a branch.

    Raises:
        ValueError: not a tax code: a wrong length or a check digit that does not fit.
    """
    try:
        compact = str(mst.validate(text))
    except ValidationError as error:
        raise ValueError(text) from error
    return compact if len(compact) == 10 else f"{compact[:10]}-{compact[-3:]}"


def _facts(row: dict[str, str | bool]) -> FormFacts:
    said = {key: str(row[key]) for key in ("vi", "en", "example_vi", "example_en", "head_vi", "head_en")}
    return FormFacts(
        form=LegalForm(str(row["key"])),
        **said,
        number=Number(str(row["number"])),
        has_certificate=bool(row["has_certificate"]),
        may_have_ocop=bool(row["may_have_ocop"]),
        basis=str(row["basis"]),
        source=str(row["source"]),
        verified_on=date.fromisoformat(str(row["verified_on"])),
        confirmed=bool(row["confirmed"]),
    )
