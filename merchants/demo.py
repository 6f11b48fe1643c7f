"""Dossiers of the demonstration: every person here is made up, and loading them twice is loading them once."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db
from app.core.phones import parse_phone
from app.policy import Actor, Holding, Role
from merchants import rules, services
from merchants.ago import ago
from merchants.models import Merchant
from merchants.rules import ConsentPurpose, ContactKind, Craft, Filing, Paper, Question
from merchants.services import ReturnedItem, register
from merchants.states import Stage


@dataclass(frozen=True)
class Sample:
    """One household, where its dossier stands, and how many days ago it was sent."""

    owner: str
    business: str
    craft: Craft
    birth_year: int
    hamlet: str
    stage: Stage
    days_ago: int
    phone: str = ""
    relative: str = ""
    papers: tuple[Paper, ...] = (Paper.NONE,)
    craft_other: str = ""
    filing: Filing = Filing.SELF
    refuses: tuple[ConsentPurpose, ...] = ()


_OK, _TEAM, _CLERK = Stage.CONFIRMED, Filing.TEAM, Filing.CLERK
_DESK_TAKES = 3
_NOT_PUBLIC = (ConsentPurpose.PUBLIC, ConsentPurpose.PARTNER)
_FOOD = (Paper.BUSINESS, Paper.FOOD_SAFETY)

CAST = (
    Sample(
        "Nguyễn Thị Mận", "Nước mắm Bà Mận", Craft.FISH_SAUCE, 1964, "33/12826/01/", _OK, 96, "0912 000 001",
        papers=(Paper.FOOD_SAFETY,), filing=_TEAM,
    ),
    Sample(
        "Trần Quốc Huy", "Homestay Gió Biển", Craft.HOMESTAY, 1988, "33/12943/01/", _OK, 88, "0912 000 002",
        papers=(Paper.BUSINESS,),
    ),
    Sample("Phạm Văn Lạch", "Nước mắm Cửa Lạch", Craft.FISH_SAUCE, 1971, "33/12826/03/", _OK, 81, "0912 000 003",
           papers=_FOOD),
    Sample("Bùi Thị Thơm", "Bánh gai Cô Thơm", Craft.CAKE, 1979, "33/12826/04/", _OK, 74, "0912 000 004"),
    Sample("Đặng Văn Nếp", "Gạo nếp Thôn Nếp Vàng", Craft.RICE, 1968, "33/12850/01/", _OK, 70, filing=_TEAM),
    Sample("Lương Thị Sậy", "Chiếu cói Chị Sậy", Craft.WEAVING, 1983, "33/12865/03/", _OK, 63, "0912 000 005"),
    Sample("Hoàng Văn Bãi", "Quán ngao Cồn Ngao", Craft.RESTAURANT, 1976, "33/12943/02/", _OK, 58, "0912 000 006",
           papers=_FOOD),
    Sample("Ngô Thị Cải", "Rau sạch Phúc Đông", Craft.VEGETABLE, 1985, "33/12865/01/", _OK, 52, "0912 000 007"),
    Sample("Đinh Thị Hoè", "Hương trầm Phúc Tây", Craft.OTHER, 1958, "33/12865/02/", _OK, 47, relative="Hương",
           craft_other="làm hương", filing=_TEAM),
    Sample("Vũ Văn Sú", "Mật ong rừng Sú", Craft.OTHER, 1966, "33/12943/01/", _OK, 41, craft_other="nuôi ong",
           filing=_CLERK, refuses=_NOT_PUBLIC),
    Sample("Tạ Thị Muối", "Muối trắng Đồng Muối", Craft.OTHER, 1961, "33/12826/05/", _OK, 36, craft_other="làm muối",
           filing=_TEAM),
    Sample("Lê Văn Bình", "Gạo tám Bình Lạc", Craft.RICE, 1974, "33/12826/06/", _OK, 30, "0912 000 008"),
    Sample("Cao Thị Hến", "Mắm cáy Lộc An", Craft.FISH_SAUCE, 1969, "33/12943/05/", _OK, 22, filing=_TEAM),
    Sample("Mai Văn Chài", "Cá khô Vạn Chài", Craft.OTHER, 1972, "33/12826/01/", Stage.SUBMITTED, 16, "0912 000 009",
           craft_other="làm cá khô"),
    Sample("Trịnh Thị Gạo", "Bánh đa Chợ Bến", Craft.CAKE, 1981, "33/12826/04/", Stage.SUBMITTED, 11, relative="Tú",
           filing=_TEAM),
    Sample("Phan Văn Lúa", "Gạo Hệ Trong", Craft.RICE, 1978, "33/12850/02/", Stage.SUBMITTED, 1, "0912 000 010"),
    Sample("Nguyễn Thị Hải", "Nước mắm Hải Trung", Craft.FISH_SAUCE, 1990, "33/12826/02/", Stage.SUBMITTED, 0,
           "0912 000 011", papers=_FOOD),
    Sample("Đỗ Thị Đượm", "Bún cá Cửa Lạch", Craft.RESTAURANT, 1986, "33/12826/03/", Stage.RETURNED, 6, "0912 000 012",
           papers=_FOOD),
    Sample("Hà Văn Gò", "Mây tre Gò Sơn", Craft.WEAVING, 1963, "33/12865/06/", Stage.RETURNED, 4, papers=_FOOD,
           filing=_CLERK),
    Sample("Quách Thị Rau", "Rau Đồng Vườn", Craft.VEGETABLE, 1992, "33/12865/03/", Stage.DRAFT, 0, "0912 000 013"),
    Sample("Kiều Văn Cầu", "Quán nước Sơn Cầu", Craft.RESTAURANT, 1959, "33/12865/05/", Stage.DECLINED, 3),
)  # fmt: skip


def load(by: Actor) -> None:
    """Load the dossiers of the demonstration, as the services make them, then set back in time."""
    if db.session.scalars(select(Merchant.id).where(Merchant.is_demo).limit(1)).first() is not None:
        return
    for sample in CAST:
        with ago(sample.days_ago):
            _load_one(sample, by)


def _load_one(sample: Sample, by: Actor) -> None:
    hamlet = areas.at(sample.hamlet, clock.today())
    if hamlet is None:
        raise LookupError(f"The demonstration needs the hamlet {sample.hamlet}")
    merchant = services.start_draft(craft=sample.craft, craft_other=sample.craft_other, by=by)
    merchant.is_demo = True
    merchant.filing = sample.filing
    merchant.filed_by_name = {Filing.TEAM: "Chị Phạm Thị Lan", Filing.CLERK: "Chú Đỗ Văn Thành"}.get(sample.filing, "")
    _answer(merchant, sample, hamlet, by)
    _lead_to(merchant, sample, by)
    _set_back(merchant, sample.days_ago)
    db.session.flush()


def _answer(merchant: Merchant, sample: Sample, hamlet: Area, by: Actor) -> None:
    services.answer_owner_name(merchant, owner_name=sample.owner, by=by)
    services.answer_business_name(merchant, business_name=sample.business, by=by)
    services.answer_birth_year(merchant, birth_year=sample.birth_year, by=by)
    services.answer_where(merchant, area=hamlet, house_note="gần nhà văn hoá thôn", by=by)
    if sample.relative:
        number = parse_phone("0912 000 020")
        services.answer_contact(
            merchant,
            kind=ContactKind.RELATIVE,
            phone=number,
            contact_name=sample.relative,
            contact_relation="cháu gái",
            by=by,
        )
    elif sample.phone:
        services.answer_contact(merchant, kind=ContactKind.OWN, phone=parse_phone(sample.phone), by=by)
    else:
        services.answer_contact(merchant, kind=ContactKind.NONE, by=by)
    if sample.stage is Stage.DRAFT:
        return
    services.answer_papers(merchant, papers=sample.papers, by=by)
    services.give_consent(merchant, given={each: each not in sample.refuses for each in ConsentPurpose}, by=by)


def _lead_to(merchant: Merchant, sample: Sample, by: Actor) -> None:
    stage, commune_path = sample.stage, areas.commune_path(sample.hamlet)
    desk = replace(by, name="Chú Đỗ Văn Thành", holdings=(Holding(Role.CLERK, commune_path),))
    if stage is Stage.DECLINED:
        services.decline(merchant, reason="chưa có máy", by=by)
    if stage in (Stage.DRAFT, Stage.DECLINED):
        return
    # Whoever is in the register before sending keeps that number: it is the book of the year in which the file came.
    register.enter(merchant, at=clock.now() - timedelta(days=sample.days_ago))
    services.submit(merchant, by=replace(by, name=merchant.filed_by_name or sample.owner))
    if stage is Stage.CONFIRMED:
        with ago(max(0, sample.days_ago - _DESK_TAKES)):
            services.confirm(merchant, checks=rules.checks_for(merchant.paper_kinds), by=desk)
    if stage is Stage.RETURNED:
        items = (
            ReturnedItem(Question.WHERE, "where.house"),
            ReturnedItem(Question.PAPERS, "papers.not_seen", "Buổi sáng có người ở bàn."),
        )
        with ago(0):
            services.send_back(merchant, items=items, by=desk)


def _set_back(merchant: Merchant, days: int) -> None:
    """Move a dossier into the past, so that some are late and the months differ."""
    past = timedelta(days=days)
    merchant.started_at -= past
    if merchant.submitted_at is not None:
        merchant.submitted_at -= past
        merchant.review_due_on = rules.review_due_on(clock.local(merchant.submitted_at))
    if merchant.stage is Stage.RETURNED:
        merchant.review_days_left = 3
    if merchant.confirmed_at is not None:
        merchant.confirmed_at -= max(timedelta(), past - timedelta(days=_DESK_TAKES))
    if merchant.ended_at is not None:
        merchant.ended_at -= past
