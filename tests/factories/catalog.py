"""Products for tests, made by the services themselves."""

from functools import cache
from typing import Any

from app.core.db import db
from app.policy import Actor, Holding, Role
from catalog import images, services
from catalog.models import Product
from catalog.rules import PhotoRole, Storage, Unit
from merchants.models import Merchant
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
