"""Vietnamese text is stored one way and found without marks."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text import bare, fold, line, nfc, slugify

pytestmark = pytest.mark.no_database


def test_both_normal_forms_fold_alike_and_d_with_a_bar_becomes_d() -> None:
    text = "Đặng  Thị Ngọc Ánh"

    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == "dang thi ngoc anh"


def test_every_stacked_mark_goes() -> None:
    assert bare("ẮẰẲẴẶ ỐỒỔỖỘ ỨỪỬỮỰ ỲỴỶỸ đĐ") == "AAAAA OOOOO UUUUU YYYY dD"


def test_a_line_is_trimmed_composed_and_without_control_characters() -> None:
    assert line("  Nước\u0000 mắm\r\n\u202edêm ") == "Nước mắm dêm"


def test_decomposed_input_is_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Thuỵ")) == "Thuỵ"


@pytest.mark.parametrize(
    ("text", "slug"), [("Nước mắm Diêm Điền", "nuoc-mam-diem-dien"), ("100% – cá!", "100-ca"), ("!!!", "")]
)
def test_an_address_is_short_and_plain(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(text=st.text(st.characters(codec="utf-8")) | st.text("aăâbcdđeêoơưỳÂẦẫợÐ \u0300\u0323", max_size=20))
@settings(max_examples=400, deadline=None)
def test_the_short_way_to_letters_without_marks_is_the_long_way(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text.translate({273: "d", 272: "D", 240: "d", 208: "D"}))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))

    assert bare(text) == unicodedata.normalize("NFC", plain)
