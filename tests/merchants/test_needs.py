"""Five questions lead to one's own list of papers; the data behind it is whole, dated and says what is unverified."""

from datetime import date
from itertools import product
from urllib.parse import urlsplit

import pytest

from merchants.needs import rules
from merchants.needs.rules import Kind, Need
from merchants.rules import Craft
from tests.browser import Browser

HOMESTAY = "phong=1-5&an=co&nuoc-ngoai=co&thue=xe-dap&da-co-luu-tru=dkkd"


def given(query: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in query.split("&"):
        key, value = pair.split("=")
        found[key] = (*found.get(key, ()), value)
    return found


def need_of(kind: str, query: str) -> dict[str, Need]:
    chosen = rules.kind(kind)
    assert chosen is not None
    return {line.paper.key: line.need for line in rules.listed(chosen, given(query))}


@pytest.mark.parametrize("kind", rules.kinds(), ids=lambda kind: kind.key)
def test_every_kind_has_five_questions_and_a_craft(kind: Kind) -> None:
    assert len(kind.questions) == 5
    assert kind.questions[-1].startswith(rules.HAS)
    assert Craft(kind.craft)


def test_every_rule_names_questions_and_answers_that_are_asked_of_its_kinds() -> None:
    for paper in rules.papers():
        assert paper.rules
        for rule in paper.rules:
            for key, answers in rule.answers.items():
                offered = {option.value for option in rules.questions()[key].options}
                assert set(answers) <= offered, (paper.key, key)
                for kind in rule.kinds:
                    chosen = rules.kind(kind)
                    assert chosen is not None
                    assert key in chosen.questions, (paper.key, key, kind)
        if paper.had_as:
            assert any(paper.had_as in [o.value for o in q.options] for q in rules.questions().values()), paper.key


def test_every_paper_is_dated_sourced_linked_to_the_portal_and_in_both_languages() -> None:
    for paper in rules.papers():
        for said in (paper.name, paper.why, paper.office, paper.fee):
            assert said.vi, paper.key
            assert said.en, paper.key
        assert paper.basis
        assert paper.source
        assert paper.verified_on >= date(2026, 1, 1)
        assert not paper.url or urlsplit(paper.url).netloc == "dichvucong.gov.vn"


@pytest.mark.parametrize("kind", rules.kinds(), ids=lambda kind: kind.key)
def test_whatever_is_answered_leads_to_a_list_with_something_required(kind: Kind) -> None:
    choices = [[option.value for option in rules.questions()[key].options] for key in kind.questions]
    for answers in product(*choices):
        lines = rules.listed(kind, {key: (value,) for key, value in zip(kind.questions, answers, strict=True)})
        assert any(line.need is not Need.NOT for line in lines)


def test_foreign_guests_and_cooking_change_the_list_of_a_homestay() -> None:
    full, plain = need_of("luu-tru", HOMESTAY), need_of("luu-tru", "phong=1-5&an=khong&nuoc-ngoai=khong&thue=khong")

    assert full["attp"] is full["tam-tru-nuoc-ngoai"] is Need.MUST
    assert plain["attp"] is plain["tam-tru-nuoc-ngoai"] is Need.NOT
    assert full["thue-xe-may"] is full["phuong-tien"] is Need.NOT
    assert need_of("luu-tru", f"{HOMESTAY}&thue=thuyen")["phuong-tien"] is Need.MUST


def test_a_paper_already_there_is_marked_so() -> None:
    chosen = rules.kind("luu-tru")
    assert chosen is not None
    there = {line.paper.key for line in rules.listed(chosen, given(HOMESTAY)) if line.is_there}

    assert there == {"dkkd"}


def test_the_address_of_lodging_leads_through_five_questions_to_a_list(browser: Browser) -> None:
    page = browser.visit("/dang-ky?loai=luu-tru")
    assert page.location == "/dang-ky/can-giay-gi/luu-tru"

    seen, query = [], ""
    for answer in HOMESTAY.split("&"):
        page = browser.visit(f"/dang-ky/can-giay-gi/luu-tru?{query}")
        seen.append(page.title)
        query += f"&{answer}"
    assert len(set(seen)) == 5

    shown = browser.visit(f"/dang-ky/can-giay-gi/luu-tru?{query}")
    assert "giấy bắt buộc" in shown.text
    assert "Công an xã" in shown.text
    assert "chưa đối chiếu" in shown.text
    assert "Xem ngày 24/11/2026" in shown.text
    assert "/hs/moi?nghe=homestay" in shown.links


def test_the_list_is_there_in_english(browser: Browser) -> None:
    shown = browser.visit(f"/dang-ky/can-giay-gi/luu-tru?{HOMESTAY}&lang=en")

    assert "Commune police" in shown.text
    assert "not verified" in shown.text
    assert "Công an xã" not in shown.text


def test_going_on_without_an_answer_says_so_and_asks_again(browser: Browser) -> None:
    page = browser.visit("/dang-ky/can-giay-gi/luu-tru?phong=1-5&tiep=an")

    assert page.status == 422
    assert page.title.startswith("Lỗi")
    assert 'value="1-5"' in page.html


@pytest.mark.parametrize("query", ["phong=99", "phong=%00", "phong=<script>alert(1)</script>", f"phong={'9' * 3000}"])
def test_an_answer_nobody_offered_is_no_answer(browser: Browser, query: str) -> None:
    page = browser.visit(f"/dang-ky/can-giay-gi/luu-tru?{query}")

    assert page.status == 200
    assert "<script>alert" not in page.html


def test_a_kind_nobody_knows_is_not_found(browser: Browser) -> None:
    assert browser.visit("/dang-ky/can-giay-gi/tau-vu-tru").status == 404
    assert browser.visit("/dang-ky?loai=tau-vu-tru").status == 200
