"""Products of the demonstration's cast: prices and pictures made up, and loading them twice is loading them once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from sqlalchemy import select

from app.core.db import db
from app.policy import Actor
from catalog import images, services
from catalog.families import Answer
from catalog.images.drawing import Subject, draw
from catalog.models import Product
from catalog.rules import Axis, PhotoRole, Storage, Unit
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.states import Stage

ALL_FOUR = tuple(PhotoRole)
TWO = (PhotoRole.FRONT, PhotoRole.MAKER)


@dataclass(frozen=True)
class Sample:
    """One product to make."""

    name: str
    subject: Subject
    milli: int
    unit: Unit
    price_vnd: int
    description: str = ""
    ingredients: str = ""
    shelf_life_days: int | None = None
    storage: Storage | None = Storage.DRY
    weight_g: int | None = None
    box_cm: str = ""
    roles: Sequence[PhotoRole] = field(default=TWO)
    family: str = ""
    attrs: Mapping[str, Answer] = field(default_factory=dict)
    english: str = ""
    # What each pack is called, its thousandths, unit, price and weight.
    packs: Sequence[tuple[str, int, Unit, int, int]] = ()

    def unfinished(self) -> "Sample":
        """Return the same product as somebody leaves it half-way: no photograph, no description, not shown."""
        return replace(self, description="", weight_g=None, box_cm="", roles=())


MAN = (
    Sample(
        "Nước mắm Diêm Điền 40 độ đạm, chai 500 ml",
        Subject.BOTTLE,
        500_000,
        Unit.ML,
        120_000,
        "Cá cơm đánh ở cửa biển Diêm Điền, muối trắng Thụy Hải, ủ chượp trong chum sành mười hai tháng rồi rút nỏ. "
        "Mùi thơm dịu, vị mặn trước ngọt sau, màu cánh gián. Chấm sống, kho cá, pha gỏi đều được.\n"
        "Để nơi khô thoáng, tránh nắng. Mở nắp rồi dùng trong sáu tháng.",
        "Cá cơm, muối",
        720,
        Storage.DRY,
        900,
        "30x12x12",
        ALL_FOUR,
        family="I.4.a",
        attrs={
            "protein_degree": 40,
            "months_fermented": 12,
            "fish": "Cá cơm",
            "made_on": "Xem trên nắp chai",
            "warning": "Có cá. Người kiêng mặn dùng ít",
            "usage": "Chấm sống, kho cá, pha gỏi",
            "keeping": "Nơi khô thoáng, tránh nắng. Mở nắp dùng trong sáu tháng",
        },
        english="Diêm Điền fish sauce, 40 degrees of protein, 500 ml bottle",
    ),
    Sample(
        "Mắm cáy Bà Mận, giã tay, ủ thính gạo",
        Subject.JAR,
        300_000,
        Unit.GRAM,
        65_000,
        "Cáy bắt ở bãi sú ven sông, giã tay, ủ với muối và thính gạo. Chấm rau khoai, rau muống luộc. "
        "Vắt chanh, thêm ớt và tỏi trước khi ăn. Mở hũ rồi để ngăn mát, dùng trong ba tháng.",
        "Cáy, muối, thính gạo",
        360,
        Storage.COOL,
        520,
        "14x12x12",
        family="I.4.a",
        attrs={"fish": "Cáy", "usage": "Chấm rau luộc"},
        packs=(("hũ 300 g", 300_000, Unit.GRAM, 65_000, 520), ("hũ 1 kg", 1_000, Unit.KILOGRAM, 190_000, 1_450)),
    ),
)
HUY = (
    Sample(
        "Phòng đôi nhìn ra rừng ngập mặn, một đêm",
        Subject.ROOM,
        1_000,
        Unit.NIGHT,
        350_000,
        "Phòng riêng, giường đôi, quạt và điều hoà, sân trông ra đầm. Có xe đạp cho mượn, sáng có cháo cá và trà.",
        storage=None,
        family="offer.room",
        attrs={"beds": "Một giường đôi", "max_guests": 2, "check_in": "Từ 13 giờ", "check_out": "Trước 11 giờ"},
        english="Double room facing the mangroves, one night",
    ),
)
BY_CRAFT = {
    Craft.FISH_SAUCE: (
        Sample(
            "Nước mắm cốt Diêm Điền, chai 1 lít",
            Subject.BOTTLE,
            1_000,
            Unit.LITRE,
            190_000,
            "Nước mắm cốt rút nỏ lần đầu, ủ mười hai tháng trong chum sành, không thêm màu và hương. "
            "Màu cánh gián, thơm dịu, mặn trước ngọt sau. Chấm sống, kho cá, pha nước chấm.",
            "Cá cơm, muối",
            720,
            weight_g=1_700,
            box_cm="32x14x14",
            family="I.4.a",
            attrs={"months_fermented": 12, "fish": "Cá cơm", "made_on": "Xem trên nắp chai"},
        ),
    ),
    Craft.RICE: (
        Sample(
            "Gạo nếp cái hoa vàng Thụy Ninh, túi 5 kg",
            Subject.SACK,
            5_000,
            Unit.KILOGRAM,
            210_000,
            "Nếp cái hoa vàng cấy vụ mùa, hạt tròn, dẻo và thơm lâu. Đồ xôi, gói bánh chưng, nấu rượu nếp. "
            "Xay theo từng tuần, không trộn gạo khác. Để nơi khô, buộc kín miệng túi sau khi mở.",
            "Gạo nếp cái hoa vàng",
            180,
            weight_g=5_100,
            box_cm="45x30x10",
            family="I.2.a",
            attrs={"variety": "Nếp cái hoa vàng", "crop": "Vụ mùa 2026", "made_on": "Ghi trên túi"},
        ),
    ),
    Craft.CAKE: (
        Sample(
            "Bánh cáy làm tay, hộp 500 g",
            Subject.BOX,
            500_000,
            Unit.GRAM,
            85_000,
            "Nếp, gấc, lạc, vừng, mứt bí và gừng, đóng khuôn gỗ. Cắt miếng mỏng, ăn với nước chè xanh. "
            "Dẻo, cay nhẹ vị gừng, không dùng phẩm màu. Để nơi khô mát, mở hộp ăn trong một tuần.",
            "Gạo nếp, đường, mạch nha, lạc, vừng, gấc, gừng",
            45,
            weight_g=600,
            box_cm="22x16x8",
            family="I.3.b",
            attrs={"allergens": "Lạc, vừng", "made_on": "In trên hộp"},
        ),
    ),
    Craft.WEAVING: (
        Sample(
            "Giỏ mây đan tay Thái Thụy, cỡ vừa",
            Subject.BASKET,
            1_000,
            Unit.PIECE,
            160_000,
            "Mây chẻ tay, đan lóng đôi, quai bọc kín. Cao ba mươi phân, đựng được bốn cân quả. "
            "Dùng đi chợ, cắm hoa khô hay đựng đồ chơi. Lau bằng khăn ẩm, phơi nơi có gió, tránh nắng gắt.",
            storage=None,
            weight_g=700,
            box_cm="35x35x32",
            family="IV.1",
            attrs={"size": "Cao 30 cm, miệng 28 cm", "handmade": True},
        ),
    ),
    Craft.VEGETABLE: (
        Sample(
            "Lạc đỏ Hòa An, túi 1 kg",
            Subject.SACK,
            1_000,
            Unit.KILOGRAM,
            70_000,
            "Lạc đỏ vụ xuân, phơi ba nắng, vỏ lụa mỏng, rang lên bùi và thơm. "
            "Rang muối, giã làm muối vừng, nấu xôi lạc đều ngon. Để nơi khô, buộc kín miệng túi sau khi mở.",
            "Lạc",
            180,
            weight_g=1_050,
            box_cm="28x20x6",
            family="I.2.a",
            attrs={"variety": "Lạc đỏ", "crop": "Vụ xuân 2026", "made_on": "Ghi trên túi"},
        ),
    ),
    Craft.HOMESTAY: HUY,
}
_CAST = {"Nguyễn Thị Mận": MAN, "Trần Quốc Huy": HUY}


def load(by: Actor) -> int:
    """Make the products of the demonstration's merchants and say how many were made."""
    made = 0
    for place, merchant in enumerate(_merchants()):
        for sample in _samples_for(merchant, place):
            made += _make(merchant, sample, by=by)
        db.session.flush()
    return made


def _merchants() -> Sequence[Merchant]:
    demo = select(Merchant).where(Merchant.is_demo.is_(True), Merchant.stage.in_((Stage.CONFIRMED, Stage.RESTING)))
    return db.session.scalars(demo.order_by(Merchant.code)).all()


def _samples_for(merchant: Merchant, place: int) -> Sequence[Sample]:
    """Choose a merchant's products: two people have their own, some others none or half of one."""
    if merchant.owner_name in _CAST:
        return _CAST[merchant.owner_name]
    samples = BY_CRAFT.get(merchant.craft, ())
    if place % 4 == 3:
        return tuple(sample.unfinished() for sample in samples)
    return () if place % 4 == 2 else samples


def _make(merchant: Merchant, sample: Sample, *, by: Actor) -> int:
    known = select(Product.id).where(Product.merchant_id == merchant.id, Product.name == sample.name)
    if db.session.scalar(known) is not None:
        return 0
    owner = replace(by, name=merchant.owner_name)
    product = services.start(merchant, by=owner)
    services.answer(
        product,
        by=owner,
        name=sample.name,
        content_milli=sample.milli,
        content_unit=sample.unit,
        price_vnd=sample.price_vnd,
        shelf_life_days=sample.shelf_life_days,
        storage=sample.storage,
        description=sample.description,
        ingredients=sample.ingredients,
        weight_g=sample.weight_g,
        box_cm=sample.box_cm,
    )
    if sample.family:
        services.choose_family(product, sample.family, by=owner)
        services.answer(product, by=owner, attrs=dict(sample.attrs), name_en=sample.english)
    _pack(product, sample, by=owner)
    services.add_photos(product, [(role, _picture(sample.subject, role)) for role in sample.roles], by=owner)
    if sample.roles:
        services.show(product, by=owner)
    return 1


def _pack(product: Product, sample: Sample, *, by: Actor) -> None:
    if not sample.packs:
        return
    services.lay_out(product, [(Axis.NET, [name for name, *_rest in sample.packs])], by=by)
    for pack, (name, milli, unit, price_vnd, weight_g) in zip(product.variants, sample.packs, strict=True):
        answers = {"content_milli": milli, "content_unit": unit, "price_vnd": price_vnd, "weight_g": weight_g}
        services.change_pack(product, pack, (name,), by=by, **answers)


@cache
def _picture(subject: Subject, role: PhotoRole) -> images.Intake:
    return images.intake(draw(subject, role))
