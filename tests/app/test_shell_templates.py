"""The frame of every page, fields, and the parts pages are put together from."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from app.web.filters import in_language
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField_,
    FileField_,
    Form,
    LineField,
    PhoneField,
    PickField,
    SecretField,
    TextField_,
    TickField,
    VndField,
)
from tests.browser import Browser

CRAFTS = [("sauce", "Nước mắm"), ("mats", "Chiếu <cói>")]


class Everything(Form):
    """One of each field, and nothing of them filled in."""

    name = LineField("Họ và tên", required="Nhập họ và tên", hint="Viết như trong căn cước")
    phone = PhoneField("Số điện thoại", required="Nhập số điện thoại")
    price = VndField("Giá", required="Nhập giá")
    story = TextField_("Kể về nhà mình", required="Viết một câu")
    craft = ChoiceField("Nghề", choices=CRAFTS, required="Chọn nghề")
    consent = ChoicesField("Đồng ý", choices=CRAFTS, required="Chọn ít nhất một")
    hamlet = PickField("Thôn", choices=[("", "Chọn thôn"), *CRAFTS], required="Chọn thôn")
    held = DateField_("Ngày", required="Nhập ngày", hint="Ví dụ 12 9 2026")
    photo = FileField_("Ảnh", required="Chọn ảnh")
    agreed = TickField("Đã đọc", required="Đánh dấu vào ô")
    secret = SecretField("Mật khẩu", required="Nhập mật khẩu")


@pytest.fixture
def shell(app: Flask) -> Iterator[Flask]:
    with app.test_request_context("/"):
        yield app


@pytest.fixture
def refused(app: Flask) -> Iterator[Everything]:
    with app.test_request_context("/", method="POST", data={"phone": "0912"}):
        form = Everything(meta={"csrf": False})
        assert not form.validate()
        yield form


def parts(source: str, **values: Any) -> str:
    names = (
        "tag, panel, note, notification, summary_list, task_list, empty_state, pair_bar, stat, data_table, pagination"
    )
    lines = f'{{% from "components/parts.html" import {names}, photo_grid, copy_button, step_ladder %}}'
    return render_template_string(lines + source, **values)


def shown(form: Form) -> str:
    source = """{% from "components/form.html" import post_form %}
{% call post_form("/x", form, "Gửi", multipart=True) %}
{% for field in form if field.name not in ("_khoa", "csrf_token") %}{{ field }}{% endfor %}
{% endcall %}"""
    return render_template_string(source, form=form)


def test_every_error_is_a_link_to_a_box_that_is_there(refused: Everything) -> None:
    html = shown(refused)
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == len([field for field in refused if field.errors]) == 11
    for target in targets:
        assert target in ids
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', html), f"{target} can be typed into"


def test_every_box_has_a_label_and_every_description_exists(refused: Everything) -> None:
    html = shown(refused)
    ids = re.findall(r'\sid="([^"]+)"', html)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert len(ids) == len(set(ids))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
        if 'type="hidden"' not in tag:
            found = re.search(r' id="([^"]+)"', tag)
            assert found, tag
            assert found.group(1) in labelled
    for group in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(group.split()) <= set(ids)


def test_a_field_keeps_its_hint_beside_its_error(refused: Everything) -> None:
    html = shown(refused)
    assert 'aria-describedby="name-hint name-error"' in html
    assert "Viết như trong căn cước" in html
    assert '<div id="price-hint"' not in html, "no hint, no empty box for it"


def test_what_was_typed_stays_and_what_a_choice_says_is_written_as_text(refused: Everything) -> None:
    html = shown(refused)
    assert 'value="0912"' in html
    assert "Chiếu &lt;cói&gt;" in html
    assert "<cói>" not in html


def test_a_date_sent_with_boxes_missing_is_asked_for_again(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data=MultiDict([("held", "12"), ("held", "13")])):
        form = Everything(meta={"csrf": False})
        form.validate()
        html = str(form.held)
    assert form.held.errors
    assert html.count("<input") == 3
    assert 'value="13"' in html


def test_a_date_names_its_boxes_in_the_language_of_the_page(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert re.findall(r"<label[^>]*>(\w+)</label>", str(Everything(meta={"csrf": False}).held)) == [
            "Day",
            "Month",
            "Year",
        ]


def test_a_form_is_protected_can_be_sent_twice_and_leaves_judging_to_the_server(shell: Flask) -> None:
    html = shown(Everything())
    assert re.search(r'name="csrf_token" value="[^"]{20,}"', html)
    assert re.search(r'name="_khoa" value="[^"]{20,}"', html)
    assert "novalidate" in html
    assert 'enctype="multipart/form-data"' in html
    assert "govuk-error-summary" not in html


@pytest.mark.parametrize("name", ["name", "craft", "consent", "held", "hamlet", "story"])
def test_a_question_is_the_heading_of_its_page(shell: Flask, name: str) -> None:
    form = Everything()
    macros = '{% from "components/question.html" import question, progress %}'
    html = render_template_string(macros + '{{ progress(2, 8) }}{{ question(field, hint="Vì sao") }}', field=form[name])
    heading = re.findall(r"(?s)<h1\b[^>]*>(.*?)</h1>", html)
    assert len(heading) == 1
    assert str(form[name].label.text) in heading[0]
    assert "Vì sao" in html
    assert 'value="2" max="8"' in html


def test_two_numbers_are_drawn_together(shell: Flask) -> None:
    html = parts('{{ pair_bar(1284, 412, "Đã đăng ký", "đang dùng", "x") }}')
    assert "Đã đăng ký 1.284, đang dùng 412</title>" in html
    assert 'cx="32.1%"' in html
    assert 'role="img" aria-labelledby="x-title x-desc"' in html


@pytest.mark.parametrize(("outer", "inner"), [(1284, None), (None, 412)])
def test_half_of_a_pair_is_not_drawn(shell: Flask, outer: int | None, inner: int | None) -> None:
    with pytest.raises(ValueError, match="pair"):
        parts('{{ pair_bar(outer, inner, "a", "b", "x") }}', outer=outer, inner=inner)


def test_a_pair_of_noughts_is_drawn_without_dividing(shell: Flask) -> None:
    assert 'class="inner" cx="0%"' in parts('{{ pair_bar(0, 0, "a", "b", "x") }}')


def test_a_missing_figure_is_said_and_is_not_nought(shell: Flask) -> None:
    with force_locale("en"):
        columns = [{"label": "Xã"}, {"label": "Số", "number": True}]
        rows = [["Đông Hải", None], ["An Tân", 0]]
        table = parts('{{ data_table("Xã", columns, rows, "t") }}', columns=columns, rows=rows)
        assert "No data yet" in parts('{{ stat("Biển QR", none) }}')
        assert "Not provided" in parts('{{ summary_list([{"label": "Năm sinh", "value": ""}]) }}')
    assert "No data yet</td>" in table
    assert ">0</td>" in table
    assert '<th scope="row">Đông Hải</th>' in table


def test_a_table_that_scrolls_can_be_scrolled_by_keyboard(shell: Flask) -> None:
    html = parts('{{ data_table("Xã", [{"label": "Xã"}], [], "t") }}')
    assert 'tabindex="0" role="region" aria-labelledby="t-caption"' in html
    assert '<caption id="t-caption">' in html


def test_a_code_can_be_read_and_copied_without_script(shell: Flask) -> None:
    html = parts('{{ copy_button("LS <7K2>") }}')
    assert '<span class="copy">LS &lt;7K2&gt;</span>' in html
    assert re.search(r"<button[^>]* hidden ", html)


def test_a_picture_says_what_it_shows_and_later_ones_wait(shell: Flask) -> None:
    html = parts('{{ photo_grid([{"src": "/a", "alt": "Chum mắm"}, {"src": "/b", "alt": "Nhãn"}]) }}')
    first, second = re.findall(r"<img[^>]*>", html)
    assert 'alt="Chum mắm"' in first
    assert "lazy" not in first
    assert "lazy" in second


def test_the_step_somebody_stands_on_is_marked(shell: Flask) -> None:
    steps = [{"label": "Hồ sơ", "state": "done"}, {"label": "Mã QR", "state": "here"}, {"label": "Lớp"}]
    html = parts("{{ step_ladder(steps) }}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert '<li class="done">' in html


def test_one_page_of_a_list_has_no_pages(shell: Flask) -> None:
    assert "<nav" not in parts('{{ pagination(1, 1, "?trang=") }}')
    assert re.findall(r'href="([^"]+)"', parts('{{ pagination(2, 3, "?trang=") }}')) == ["?trang=1", "?trang=3"]


PAGE = '{% extends "base.html" %}{% block title %}Tên{% endblock %}{% block main %}<h1>Tên</h1>{% endblock %}'


def test_every_page_skips_to_its_main_part_and_says_whom_to_ring(shell: Flask) -> None:
    html = render_template_string(PAGE)
    assert html.index('href="#main"') < html.index("<header")
    assert '<main id="main"' in html
    assert re.search(r'<footer.*href="tel:\d+"', html, re.DOTALL)


def test_the_title_says_so_when_something_needs_another_look(refused: Everything) -> None:
    assert "<title>Lỗi: Tên – Lên Sàn</title>" in render_template_string(PAGE, form=refused)
    assert "<title>Tên – Lên Sàn</title>" in render_template_string(PAGE)


def test_news_is_read_out(shell: Flask) -> None:
    flash("Đã lưu")
    assert re.search(r'class="said" role="status"><p>Đã lưu', render_template_string(PAGE))


def test_made_up_people_are_announced_only_on_a_demonstration(shell: Flask) -> None:
    assert 'class="banner"' in render_template_string(PAGE, demo_mode=True)
    assert 'class="banner"' not in render_template_string(PAGE, demo_mode=False)


def test_the_other_language_shows_the_same_page(app: Flask) -> None:
    with app.test_request_context("/san-pham?tim=mắm&trang=2&lang=vi"):
        assert in_language("en") == "?tim=m%E1%BA%AFm&trang=2&lang=en"
        assert 'href="?tim=m%E1%BA%AFm&amp;trang=2&amp;lang=en" lang="en"' in render_template_string(PAGE)


def test_the_page_says_which_language_it_is_in(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        html = render_template_string(PAGE)
    assert '<html lang="en">' in html
    assert "Tiếng Việt" in html


def test_the_menu_marks_where_one_is(app: Flask) -> None:
    with app.test_request_context("/lop-hoc/12"):
        assert re.findall(r'href="([^"]+)" aria-current="true"', render_template_string(PAGE)) == ["/lop-hoc"]


@pytest.mark.parametrize("status", [403, 404, 409, 413, 422, 429, 500])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refusal_says_what_to_do_next_and_whom_to_ring(app: Flask, status: int, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        html = render_template("error.html", status=status, message="", request_id="7K2F9Q4M")
    main = html[html.index("<main") : html.index("</main>")]
    assert len(re.findall(r"<h1>[^<]{5,}</h1>", main)) == 1
    assert len(re.findall(r"<p[ >]", main)) >= 2
    assert 'href="tel:' in main
    assert ("7K2F9Q4M" in main) == (status == 500)


def test_an_address_nobody_knows_gets_a_page_in_vietnamese(browser: Browser) -> None:
    page = browser.visit("/khong-co-trang-nay")
    assert page.status == 404
    assert "Không có gì ở đây" in page.text


def test_values_are_written_as_people_write_them(app: Flask) -> None:
    source = "{{ 120000|vnd }} · {{ on|day }} · {{ at|moment }} · {{ share|pct }} · {{ '+84912345678'|phone }}"
    values = {"on": date(2026, 9, 12), "at": datetime(2026, 9, 12, 1, 5, tzinfo=UTC), "share": Decimal("70.46")}
    with app.test_request_context("/"):
        vietnamese = render_template_string(source, **values)
        with force_locale("en"):
            english = render_template_string(source, **values)
    assert vietnamese == "120.000 ₫ · 12/09/2026 · 08:05 12/09/2026 · 70,5 % · 0912 345 678"
    assert english == "120,000 ₫ · 12/09/2026 · 08:05 12/09/2026 · 70.5 % · 0912 345 678"
