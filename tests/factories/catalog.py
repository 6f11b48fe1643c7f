"""Products for tests, made by the services themselves."""

import itertools
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from app.core import areas, clock
from app.core.db import db
from app.core.ids import dossier_code, new_id
from app.policy import Actor, Holding, Role
from catalog import images, queries, services
from catalog.models import GoodsList, Product, ProductVariant, RuleChange, SellingLink, ShelfFile
from catalog.rules import Axis, FileKind, PhotoRole, Storage, Unit
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose, ContactKind, Craft
from merchants.states import Stage
from tests.browser import account_of
from tests.catalog import pictures

DESCRIPTION = "Cá cơm và muối Thụy Hải, ủ chượp mười hai tháng trong chum sành rồi rút nỏ, thơm và dịu. " * 2
ANSWERS: dict[str, Any] = {
    "name": "Nước mắm Diêm Điền 40 độ đạm",
    "content_milli": 500_000,
    "content_unit": Unit.ML,
    "price_vnd": 120_000,
    "shelf_life_days": 360,
    "storage": Storage.DRY,
    "description": DESCRIPTION,
    "weight_g": 900,
    "box_cm": "30x12x12",
}


@cache
def taken(width: int = 1600, height: int = 1200) -> images.Intake:
    """Take a test photograph in, once per size."""
    return images.intake(pictures.photo(width, height))


def owner_of(merchant: Merchant) -> Actor:
    """Return an actor who owns a merchant."""
    return Actor(None, "Chủ cơ sở", (Holding(Role.OWNER, merchant_id=merchant.id),))


def make_product(merchant: Merchant, *, photo: bool = True, shown: bool = False, **answers: Any) -> Product:
    """Make a product that every marketplace would take, but for what is given otherwise."""
    by = owner_of(merchant)
    product = services.start(merchant, by=by)
    services.answer(product, by=by, **(ANSWERS | answers))
    if photo:
        services.add_photos(product, [(PhotoRole.FRONT, taken())], by=by)
    if shown:
        services.show(product, by=by)
    db.session.commit()
    return product


def of_family(product: Product, key: str, **attrs: Any) -> None:
    """Say what kind of goods a product is, and answer questions of its kind."""
    by = owner_of(product.merchant)
    services.choose_family(product, key, by=by)
    for name, value in attrs.items():
        services.answer_attribute(product, name, value, by=by)
    db.session.commit()


def in_packs(product: Product, *options: str) -> list[ProductVariant]:
    """Sell a product in packs that differ in how much is in them."""
    services.lay_out(product, [(Axis.NET, options)], by=owner_of(product.merchant))
    db.session.commit()
    return product.variants


def make_goods_list(merchant: Merchant) -> GoodsList:
    """Bring a list with one product that can be taken over and one that goes back."""
    rows = "Tên sản phẩm,Giá bán\nMắm tép,85000\nMắm hỏng,rẻ\n"
    brought = services.bring(merchant, data=rows.encode(), file_name="bang.csv", by=owner_of(merchant))
    db.session.commit()
    return brought


def make_shelf_file(merchant: Merchant) -> ShelfFile:
    """Ask for a file of all products, and let it be made."""
    file = services.ask_file(merchant, FileKind.CSV, by=owner_of(merchant))
    db.session.commit()
    services.make_file(file.id)
    return file


def make_link(product: Product) -> SellingLink:
    """Say that a product is also sold on a marketplace."""
    link = services.add_link(product, "https://shopee.vn/Nuoc-mam-i.123.456", by=owner_of(product.merchant))
    db.session.commit()
    return link


def propose_change(rule_id: str = "google-name-length", most: int = 100) -> RuleChange:
    """Propose that a name may be at most so long, as an official of the province does."""
    by = Actor(new_id(), "Chị Vũ Hải Yến", (Holding(Role.PROVINCE, area_path="33/"),))
    account_of(by)
    rule = queries.rule_book().latest(rule_id)
    assert rule is not None
    wanted = replace(rule, params=MappingProxyType({"max": most}), valid_from=clock.today())
    change = services.propose(rule, wanted, why="Trang trợ giúp vừa đổi", by=by)
    db.session.commit()
    return change


def make_maker(*, public: bool = True, commune: str = "33/12826/", **fields: Any) -> Merchant:
    """Make a merchant whose dossier the commune has confirmed, and who agreed to be shown unless told otherwise."""
    at = clock.now()
    area = areas.at(commune, clock.today())
    assert area is not None
    merchant = Merchant(
        code=_code(),
        area_id=area.id,
        area_path=commune,
        phone="+84912345678",
        contact_kind=ContactKind.OWN,
        started_at=at,
        submitted_at=at,
        confirmed_at=at,
        **(
            {
                "business_name": "Mắm Bà Mận",
                "owner_name": "Nguyễn Thị Mận",
                "stage": Stage.CONFIRMED,
                "craft": Craft.FISH_SAUCE,
            }
            | fields
        ),
    )
    merchant.consents.append(MerchantConsent(purpose=ConsentPurpose.PUBLIC, given=public, how=ConsentHow.SCREEN, at=at))
    db.session.add(merchant)
    db.session.commit()
    return merchant


# One after the other, from anywhere on: of a hundred thousand at random two were the same now and then.
_RUNNING = itertools.count(new_id().int % 50_000)


def _code() -> str:
    return dossier_code(block=7777, running=next(_RUNNING))
