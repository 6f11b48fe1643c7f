"""What a business is before the law: its facts, whose name is on the paper, and what is never kept."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.db import db
from merchants import legal_forms, queries, services
from merchants.legal_forms import LegalForm, Number, Sex
from merchants.models import LegalDetails, Merchant
from merchants.rules import Paper
from merchants.services import AnswerRefusedError, NotEditableError
from tests.browser import Browser
from tests.factories import merchants as make


def test_every_form_has_its_facts_in_both_languages() -> None:
    assert [facts.form for facts in legal_forms.facts()] == list(LegalForm)
    for facts in legal_forms.facts():
        for language in ("vi", "en"):
            assert facts.name(language)
            assert facts.example(language)
            assert facts.head(language)
        assert facts.basis
        assert facts.source
        assert date(2026, 1, 1) <= facts.verified_on


def test_a_household_without_a_certificate_is_the_usual_answer(session: object) -> None:
    assert make.draft().legal_form is LegalForm.HOUSEHOLD


def test_the_certificate_makes_a_household_a_household_business_and_back(session: object) -> None:
    merchant = make.draft(papers=[Paper.BUSINESS])
    assert merchant.legal_form is LegalForm.HOUSEHOLD_BUSINESS

    services.answer_papers(merchant, papers=[Paper.NONE], by=make.owner(merchant))
    assert merchant.legal_form is LegalForm.HOUSEHOLD


def test_the_papers_of_a_cooperative_leave_it_a_cooperative(session: object) -> None:
    merchant = make.draft()
    services.answer_legal_form(merchant, legal_form=LegalForm.COOPERATIVE, by=make.owner(merchant))
    services.answer_papers(merchant, papers=[Paper.NONE], by=make.owner(merchant))

    assert merchant.legal_form is LegalForm.COOPERATIVE


def test_an_organisation_may_give_its_tax_code(session: object) -> None:
    merchant = make.draft()
    services.answer_legal_form(
        merchant, legal_form=LegalForm.COOPERATIVE, tax_code="0100 233 488", by=make.owner(merchant)
    )
    db.session.commit()

    details = queries.legal_details(merchant.id)
    assert details is not None
    assert details.tax_code == "0100233488"


@pytest.mark.parametrize("code", ["0100233489", "12", "một hai ba", "0" * 90])
def test_what_is_no_tax_code_is_refused_with_an_example(session: object, code: str) -> None:
    merchant = make.draft()
    with pytest.raises(AnswerRefusedError, match="10 s"):
        services.answer_legal_form(merchant, legal_form=LegalForm.COOPERATIVE, tax_code=code, by=make.owner(merchant))
    assert merchant.legal_form is LegalForm.HOUSEHOLD


def test_a_households_number_is_a_persons_and_is_not_kept(session: object) -> None:
    merchant = make.draft()
    services.answer_legal_form(
        merchant, legal_form=LegalForm.HOUSEHOLD_BUSINESS, tax_code="034164000123", by=make.owner(merchant)
    )
    db.session.commit()

    details = queries.legal_details(merchant.id)
    assert details is not None
    assert details.tax_code == ""
    assert legal_forms.facts_of(LegalForm.HOUSEHOLD_BUSINESS).number is Number.PERSON


def test_the_paper_may_stand_in_the_husbands_name(session: object) -> None:
    merchant = make.draft(papers=[Paper.BUSINESS])
    services.answer_paper_holder(merchant, paper_holder_name="Trần Văn Bình", by=make.owner(merchant))
    services.answer_sexes(merchant, owner_sex=Sex.FEMALE, paper_holder_sex=Sex.MALE, by=make.owner(merchant))
    db.session.commit()

    details = queries.legal_details(merchant.id)
    assert details is not None
    assert (details.paper_holder_name, details.paper_holder_sex) == ("Trần Văn Bình", Sex.MALE)
    assert (merchant.owner_name, details.owner_sex) == ("Nguyễn Thị Mận", Sex.FEMALE)


def test_a_dossier_the_commune_holds_keeps_its_form(session: object) -> None:
    merchant = make.submitted()
    with pytest.raises(NotEditableError):
        services.answer_legal_form(merchant, legal_form=LegalForm.COOPERATIVE, by=make.owner(merchant))
    with pytest.raises(NotEditableError):
        services.answer_paper_holder(merchant, paper_holder_name="Trần Văn Bình", by=make.owner(merchant))

    assert merchant.legal_form is LegalForm.HOUSEHOLD
    assert queries.legal_details(merchant.id) is None


def test_the_database_refuses_a_persons_number(session: object) -> None:
    merchant = make.draft()
    db.session.add(LegalDetails(merchant_id=merchant.id, paper_holder_name="", tax_code="034164000123"))
    with pytest.raises(IntegrityError, match="tax_code_is_an_organisations"):
        db.session.flush()


def test_the_first_page_lets_a_cooperative_in_without_a_ninth_question(browser: Browser) -> None:
    assert "/dang-ky/hinh-thuc" in browser.visit("/dang-ky").links
    offered = browser.visit("/dang-ky/hinh-thuc")
    assert "/hs/moi?hinh-thuc=cooperative" in offered.links

    asked = browser.visit("/hs/moi?hinh-thuc=cooperative")
    assert "Hợp tác xã" in asked.text
    started = browser.fill("/hs/moi?hinh-thuc=cooperative", craft="rice", craft_other="")
    assert started.status == 303

    merchant = newest()
    assert merchant.legal_form is LegalForm.COOPERATIVE
    assert "Hợp tác xã" in browser.visit(f"/hs/{merchant.code}/kiem-tra").text


def test_an_unknown_form_in_the_address_is_a_household(browser: Browser) -> None:
    browser.fill("/hs/moi?hinh-thuc=%3Cscript%3E", craft="rice", craft_other="")

    assert newest().legal_form is LegalForm.HOUSEHOLD


def test_the_papers_page_takes_the_husbands_name_and_the_desk_reads_both(browser: Browser) -> None:
    merchant = make.draft()
    browser.sign_in(make.owner(merchant))
    where = f"/hs/{merchant.code}/giay-to"

    wrong = browser.fill(where, papers="business_registration", paper_holder_name="B1nh 99")
    assert wrong.status == 422
    assert "ví dụ Trần Văn Bình" in wrong.text

    browser.fill(where, papers="business_registration", paper_holder_name="Trần Văn Bình")
    db.session.refresh(merchant)
    services.submit(merchant, by=make.owner(merchant))
    db.session.commit()
    browser.sign_in(make.CLERK)
    shown = browser.visit(f"/cb/hs/{merchant.code}")
    assert "Chủ đứng giấy" in shown.text
    assert "Trần Văn Bình" in shown.text
    assert "Hộ kinh doanh, có giấy đăng ký" in shown.text


def test_the_legal_page_saves_and_refuses_a_wrong_code(browser: Browser) -> None:
    merchant = make.draft()
    browser.sign_in(make.owner(merchant))
    where = f"/hs/{merchant.code}/hinh-thuc"

    refused = browser.fill(where, legal_form="cooperative", tax_code="123", paper_holder_name="")
    assert refused.status == 422
    assert "0100233488" in refused.text

    saved = browser.fill(
        where, legal_form="cooperative", tax_code="0100233488", paper_holder_name="", owner_sex="female"
    )
    assert (saved.status, saved.location) == (303, f"/hs/{merchant.code}/kiem-tra")
    details = queries.legal_details(merchant.id)
    assert details is not None
    assert (details.tax_code, details.owner_sex) == ("0100233488", Sex.FEMALE)


def test_a_stranger_neither_sees_nor_changes_the_legal_form(browser: Browser) -> None:
    merchant, other = make.draft(), make.draft()
    browser.sign_in(make.owner(other))

    assert browser.visit(f"/hs/{merchant.code}/hinh-thuc").status == 404
    assert browser.post(f"/hs/{merchant.code}/hinh-thuc", legal_form="cooperative").status == 404
    assert merchant.legal_form is LegalForm.HOUSEHOLD


def newest() -> Merchant:
    return db.session.scalars(select(Merchant).order_by(Merchant.id.desc())).first()  # type: ignore[return-value]
