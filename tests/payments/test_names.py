"""Four names: how they go together, what to ask the bank for, and the sheet to carry."""

import re
from datetime import date

import pypdfium2
import pytest
from sqlalchemy import func, select

from app.core.db import db
from merchants.models import Merchant
from payments.names import documents, queries, rules
from payments.names.models import NameSheet
from payments.names.rules import Ask, Names, Verdict
from tests.browser import Browser
from tests.factories.payments import ACCOUNT_NO, clerk_of, make_account, make_merchant, owner_of

MAN, SAUCE = "Nguyễn Thị Mận", "Nước mắm Bà Mận"
SEEN = "NGUYEN THI MAN"


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("owner", "holder", "verdict"),
    [
        (MAN, MAN, Verdict.MATCH),
        (MAN, "nguyễn thị mận", Verdict.MATCH),
        (MAN, SEEN, Verdict.WITHOUT_MARKS),
        (MAN, "NGUYENTHIMAN", Verdict.WITHOUT_MARKS),
        ("Bà Nguyễn Thị Mận", SEEN, Verdict.WITHOUT_MARKS),
        ("Đặng Văn Đức", "DANG VAN DUC", Verdict.WITHOUT_MARKS),
        ("Công Huyền Tôn Nữ Thị Hồng Hạnh", "CONG HUYEN TON NU THI", Verdict.WITHOUT_MARKS),
        (MAN, "HKD NGUYEN THI MAN", Verdict.WITHOUT_MARKS),
        (MAN, "NGUYEN THI MANH", Verdict.SPELLED_OTHERWISE),
        (MAN, "NGUYEN THY MAN", Verdict.SPELLED_OTHERWISE),
        (MAN, "NGUYEM THI MAN", Verdict.SPELLED_OTHERWISE),
        ("Phạm Thị Lan", "PHAM THI LAM", Verdict.SPELLED_OTHERWISE),
        ("Phạm Thị Lan", "PHAN THI LAM", Verdict.OTHER),
        (MAN, "TRAN THI MAN", Verdict.OTHER),
        (MAN, "NGUYEN VAN BINH", Verdict.OTHER),
        (MAN, "NGUYEN THI", Verdict.OTHER),
        (MAN, "THI MAN NGUYEN", Verdict.OTHER),
        (MAN, "NGUYEN THI MAN HOA", Verdict.OTHER),
        ("Mận", "MAN", Verdict.WITHOUT_MARKS),
        ("", SEEN, Verdict.UNSAID),
        (MAN, "", Verdict.UNSAID),
    ],
)
def test_the_identity_card_is_compared_with_the_account(owner: str, holder: str, verdict: Verdict) -> None:
    assert rules.person_verdict(Names(owner=owner, holder=holder)) is verdict


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("paper", "holder", "verdict"),
    [
        (SAUCE, "HKD NUOC MAM BA MAN", Verdict.WITHOUT_MARKS),
        ("Hộ kinh doanh Nước mắm Bà Mận", "HKD NUOC MAM BA MAN", Verdict.WITHOUT_MARKS),
        (SAUCE, "HO KINH DOANH NUOC MAM BA MAN GIA TRUYEN", Verdict.WITHOUT_MARKS),
        ("Hộ kinh doanh Nguyễn Thị Mận", SEEN, Verdict.WITHOUT_MARKS),
        ("HKD Homestay Cồn Vành Xanh", "HKD HOMESTAY CON VANH XAN", Verdict.WITHOUT_MARKS),
        (SAUCE, "NUOC MAM BA MAM", Verdict.SPELLED_OTHERWISE),
        (SAUCE, SEEN, Verdict.OTHER),
        ("Gạo", "GAO VANG", Verdict.OTHER),
        ("", SEEN, Verdict.UNSAID),
    ],
)
def test_the_business_paper_is_compared_with_the_account(paper: str, holder: str, verdict: Verdict) -> None:
    assert rules.paper_verdict(Names(owner=MAN, holder=holder, paper=paper)) is verdict


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("names", "must_carry", "asked"),
    [
        (Names(MAN, SEEN), True, ()),
        (Names(MAN, SEEN, paper="Hộ kinh doanh Nguyễn Thị Mận"), True, ()),
        (Names(MAN, SEEN, paper=SAUCE), True, (Ask.CARRY_NAME,)),
        (Names(MAN, SEEN, paper=SAUCE), False, ()),
        (Names(MAN, SEEN, paper=SAUCE, label=SAUCE), False, (Ask.SHOW_HOLDER,)),
        (Names(MAN, "HKD NUOC MAM BA MAN", paper=SAUCE, label=SAUCE), True, ()),
        (Names(MAN, "NGUYEN THI MANH"), True, (Ask.SPELLING,)),
        (Names(MAN, "NGUYEN THI MANH", paper=SAUCE), True, (Ask.SPELLING, Ask.CARRY_NAME)),
        (Names(MAN, "TRAN VAN BINH"), True, (Ask.OWN_ACCOUNT,)),
        (Names(MAN, "TRAN VAN BINH", paper=SAUCE, label="Mắm ngon"), True, tuple(
            ask for ask in Ask if ask is not Ask.SPELLING
        )),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_bank(names: Names, asked: tuple[Ask, ...], *, must_carry: bool) -> None:
    assert rules.asks(names, must_carry=must_carry) == asked


def test_the_rule_about_registered_names_holds_from_its_day() -> None:
    assert queries.name_rule(date(2026, 2, 28)) is None
    rule = queries.name_rule(date(2026, 3, 1))
    assert rule is not None
    assert "25/2025" in rule.basis


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    db.session.commit()
    return made


def test_an_owner_reads_two_names_and_carries_the_sentence_to_the_bank(browser: Browser, merchant: Merchant) -> None:
    here = f"/hs/{merchant.code}/tt/ten"
    browser.sign_in(owner_of(merchant))
    assert browser.visit(here).location == f"/hs/{merchant.code}/tt/tai-khoan"
    account = make_account(merchant)
    db.session.commit()

    assert browser.fill(here, paper_name=SAUCE, label_name=SAUCE).location == here
    page = browser.visit(here)

    rule = queries.name_rule(date(2026, 11, 28))
    said = documents.sentence(Ask.CARRY_NAME, queries.names_of(merchant, account), account, rule)
    assert said in page.text
    assert "mang tên HKD NUOC MAM BA MAN" in said
    assert "01/03/2026" in said
    assert "biển QR đã ghi rõ tên" in page.text
    text = pypdfium2.PdfDocument(browser.visit(f"{here}.pdf").data)[0].get_textpage().get_text_bounded()
    printed = re.sub(r"\W", "", text)  # a slash at the end of a line is a place to break it
    for words in (said, merchant.owner_name, SEEN, SAUCE):
        assert re.sub(r"\W", "", words) in printed


def test_names_that_go_together_ask_nothing_and_have_no_sheet(browser: Browser, merchant: Merchant) -> None:
    here = f"/hs/{merchant.code}/tt/ten"
    browser.sign_in(owner_of(merchant))
    make_account(merchant)
    db.session.commit()

    assert browser.fill(here, paper_name="", label_name="").status == 303
    assert "Các tên đã khớp" in browser.visit(here).text
    assert browser.visit(f"{here}.pdf").status == 404
    assert browser.fill(here, paper_name=SAUCE, label_name="").status == 303
    assert db.session.scalar(select(func.count()).select_from(NameSheet)) == 1
    assert browser.visit(f"{here}.pdf").status == 200


@pytest.mark.parametrize("holder", ["TRAN VAN BINH", "NGUYEN THI MANH"])
def test_each_sentence_names_the_account_and_both_names(merchant: Merchant, holder: str) -> None:
    account = make_account(merchant, holder=holder)
    names = Names(MAN, holder)
    [ask] = rules.asks(names, must_carry=True)
    said = documents.sentence(ask, names, account, None)
    assert all(part in said for part in (MAN, holder, ACCOUNT_NO))


def test_a_clerk_and_a_neighbour_neither_read_nor_write_names(browser: Browser, merchant: Merchant) -> None:
    make_account(merchant)
    neighbour = make_merchant(owner_name="Lê Văn Chài")
    db.session.commit()
    here = f"/hs/{merchant.code}/tt/ten"
    for who, status in ((clerk_of(merchant), 403), (owner_of(neighbour), 404)):
        browser.sign_in(who)
        assert browser.visit(here).status == status
        assert browser.visit(f"{here}.pdf").status == status
        assert browser.post(here, paper_name="X", label_name="Y").status == status
    assert queries.sheet_of(merchant.id) is None
