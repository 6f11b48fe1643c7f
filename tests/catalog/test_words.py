"""Every word of the catalogue is Vietnamese, and every sentence of the rule file is among them."""

import io
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.core.ids import new_id
from catalog import families, words
from catalog.channel_rules import Channel, ChannelRule, shipped
from catalog.label import label_duty
from catalog.readiness import Failure, Verdict
from catalog.rules import Field, PhotoRole, Storage, Unit
from catalog.states import Stage

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "catalog" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract")]


def vietnamese() -> dict[str, str]:
    catalog = read_po(io.BytesIO(PO.read_bytes()), locale="vi")
    assert not [message.id for message in catalog if message.fuzzy and message.id]
    return {_one(message.id): str(message.string) for message in catalog if message.id}


def _one(message: object) -> str:
    """Return a sentence, or the one about a single thing where there are two."""
    return str(message[0]) if isinstance(message, tuple) else str(message)


def test_every_word_has_its_vietnamese_and_nothing_is_left_over() -> None:
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "N_": None}
    used = {_one(message) for _, _, message, _, _ in extract_from_dir(ROOT / "catalog", METHODS, keywords=keywords)}

    assert used == set(vietnamese())
    assert [english for english, said in vietnamese().items() if not said.strip()] == []


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.id)
def test_the_sentences_of_the_rules_are_listed_to_be_translated(rule: object) -> None:
    said = vietnamese()

    assert rule.message in said  # type: ignore[attr-defined]
    assert not rule.example or rule.example in said  # type: ignore[attr-defined]


def test_the_lines_of_the_label_are_listed_to_be_translated() -> None:
    assert {item.text for item in label_duty().items} <= set(vietnamese())


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.id)
def test_every_failed_rule_leads_to_the_page_that_mends_it(rule: ChannelRule) -> None:
    address = words.mends(Failure(rule, {}), new_id(), "1204-000-016")

    assert address.startswith(("/sp/", "/hs/"))
    assert not rule.attribute or families.attribute(rule.attribute) is not None


def test_every_value_has_a_word() -> None:
    assert set(words.ROLES) == set(words.ROLE_HINTS) == set(PhotoRole)
    assert set(words.OFFER_ROLES) == set(words.OFFER_ROLE_HINTS) == set(PhotoRole)
    assert set(words.UNITS) == set(Unit)
    assert set(words.STORAGES) == set(Storage)
    assert set(words.STAGES) == set(Stage)
    assert set(words.CHANNELS) == set(Channel)
    assert set(words.VERDICTS) == set(words.TONES) == set(Verdict)
    # These are told on pages of the maker, or by pressing a button.
    assert set(words.PAGES) == set(Field) - {Field.SHOWN, Field.BRAND, Field.PLACE}
