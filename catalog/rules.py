"""What a product is made of and what its answers must be: plain data and arithmetic."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import product
from typing import Any, TypeVar

P = TypeVar("P")

MIN_PRICE_VND = 1_000
MAX_PRICE_VND = 100_000_000
NAME_LENGTHS = (2, 150)
# Names of this length suit every place to sell.
SWEET_NAME = (25, 120)
DESCRIPTION_LENGTH = 3000
INGREDIENTS_LENGTH = 1000
# The sides of a parcel, in whole centimetres.
BOX_SIDES = (1, 300)
MAX_PHOTOS = 9
MAX_VARIANTS = 50
OPTION_LENGTH = 40
# Fifty packs of each are the fifty thousand lines that a spreadsheet may have.
MAX_PRODUCTS = 1_000
PAGE_ROWS = 20


class PhotoRole(StrEnum):
    """What a photograph shows: the four drawn frames."""

    FRONT = "front"
    LABEL = "label"
    SIZE = "size"
    MAKER = "maker"


class Unit(StrEnum):
    """What the content is counted in; the typed value is kept, not converted."""

    ML = "ml"
    LITRE = "l"
    GRAM = "g"
    KILOGRAM = "kg"
    PIECE = "piece"
    NIGHT = "night"


class SquareCut(StrEnum):
    """How a photograph becomes the square that marketplaces want."""

    PAD = "pad"
    CROP = "crop"


@dataclass(frozen=True)
class Square:
    """One way to cut a square: whole on white, or around a point given in hundredths; at most so heavy."""

    cut: SquareCut = SquareCut.PAD
    x_pct: int = 50
    y_pct: int = 50
    # None: as heavy as marketplaces commonly take.
    most_kb: int | None = None


class Storage(StrEnum):
    """How it is kept."""

    DRY = "dry"
    COOL = "cool"
    FROZEN = "frozen"


class FileKind(StrEnum):
    """A file of everything on a shelf: a list to be changed and brought back, or a dossier with photographs."""

    XLSX = "xlsx"
    CSV = "csv"
    DOSSIER = "zip"


class Axis(StrEnum):
    """In what the packs of one product differ."""

    NET = "net"
    SIZE = "size"
    COLOUR = "colour"
    FLAVOUR = "flavour"
    MATERIAL = "material"
    KIND = "kind"
    PACKING = "packing"


class Field(StrEnum):
    """What a rule speaks of, and so which page mends it."""

    NAME = "name"
    CONTENT = "content"
    PRICE = "price"
    SHELF_LIFE = "shelf_life"
    STORAGE = "storage"
    DESCRIPTION = "description"
    WEIGHT = "weight"
    BOX = "box"
    INGREDIENTS = "ingredients"
    PHOTOS = "photos"
    SHOWN = "shown"
    BRAND = "brand"
    FAMILY = "family"
    LABEL = "label"
    VARIANTS = "variants"
    GTIN = "gtin"
    ENGLISH = "english"
    PLACE = "place"


class Own(StrEnum):
    """What may be said on one marketplace otherwise than everywhere."""

    TITLE = "title"
    DESCRIPTION = "description"
    PRICE = "price_vnd"
    CATEGORY = "category"
    PHOTOS = "photo_order"


@dataclass(frozen=True)
class OwnWords:
    """What a product says of itself on one marketplace only; empty and None mean: as everywhere."""

    title: str = ""
    description: str = ""
    price_vnd: int | None = None
    category: str = ""
    photo_order: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentPicture:
    """The square that marketplaces are handed, made from a photograph."""

    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True)
class PhotoFacts:
    """One photograph as the rules see it: the master kept, and the square that is sent of it."""

    role: PhotoRole
    width: int
    height: int
    size_bytes: int
    sha256: str = ""
    is_blurred: bool = False
    # Not measured of photographs kept long ago.
    is_dark: bool = False
    white_edge_pct: int | None = None
    fingerprint: str = ""
    square_cut: SquareCut = SquareCut.PAD
    sent: SentPicture | None = None


@dataclass(frozen=True)
class VariantFacts:
    """One pack or size of a product as the rules see it; what it does not say itself, the product says for it."""

    sku: str
    options: tuple[str, ...]
    price_vnd: int | None = None
    net_content: Decimal | None = None
    unit: Unit | None = None
    weight_g: int | None = None
    gtin: str = ""


@dataclass(frozen=True)
class ProductFacts:
    """One product as the rules see it; empty and None mean not answered."""

    name: str = ""
    description: str = ""
    price_vnd: int | None = None
    net_content: Decimal | None = None
    unit: Unit | None = None
    shelf_life_days: int | None = None
    storage: Storage | None = None
    weight_g: int | None = None
    ingredients: str = ""
    brand: str = ""
    photos: tuple[PhotoFacts, ...] = ()
    is_shown: bool = False
    name_en: str = ""
    description_en: str = ""
    family: str = ""
    gtin: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)
    variants: tuple[VariantFacts, ...] = ()
    # The stars of the maker's OCOP certificate in force for such goods; nought where there is none.
    stars: int = 0
    # The parcel it is sent in, ``30x20x15``: length, width and height.
    box_cm: str = ""
    # The hash of the photograph that a marketplace shows first, where that is not the front.
    cover: str = ""
    # Whether its maker's place is on the map.
    has_pin: bool = False

    @cached_property
    def packs(self) -> tuple[VariantFacts, ...]:
        """What a buyer may choose: each variant with the product's answers where it has none, or the product itself."""
        whole = VariantFacts("", (), self.price_vnd, self.net_content, self.unit, self.weight_g, self.gtin)
        return tuple(filled(each, whole) for each in self.variants) or (whole,)

    def with_words(self, own: OwnWords) -> "ProductFacts":
        """Return the product as it stands on a marketplace with its own words."""
        return replace(
            self,
            name=own.title or self.name,
            description=own.description or self.description,
            price_vnd=self.price_vnd if own.price_vnd is None else own.price_vnd,
            photos=in_order(self.photos, own.photo_order, lambda photo: photo.sha256),
            cover=next(iter(own.photo_order), ""),
        )


def listed(text: str) -> tuple[str, ...]:
    """Return what a text tells one after the other, with commas between or each on a line of its own."""
    return tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


def combinations(axes: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return every choice of one option from each axis, each once, in the order given."""
    return list(dict.fromkeys(product(*axes)))


# Numbers that shops give out for their own tills, and those of magazines and books: none names goods for others.
_NOT_GOODS = ("2", "02", "04", "977", "978", "979")


def whole_gtin(text: str) -> str:
    """Return the digits of a bar code with noughts before them, fourteen in all."""
    return "".join(sign for sign in text if sign.isdigit()).zfill(14)


def short_gtin(gtin: str) -> str:
    """Return a bar code as it is printed under the bars: without the noughts that were put before it."""
    bare = gtin.lstrip("0")
    return gtin[-next((length for length in (8, 12, 13) if len(bare) <= length), 14) :] if gtin else ""


def is_kept_inside_a_shop(gtin: str) -> bool:
    """Whether a bar code means something only inside one shop, or names a book or a magazine."""
    return gtin[1:].startswith(_NOT_GOODS) and not gtin.startswith("000000")


def box_of(sides: Sequence[int]) -> str:
    """Write the length, width and height of a parcel as they are kept."""
    return "x".join(map(str, sides))


def box_sides(box_cm: str) -> tuple[int, ...]:
    """Return the length, width and height of a parcel in centimetres; none of them where nobody has said."""
    return tuple(map(int, box_cm.split("x"))) if box_cm else ()


def filled(variant: VariantFacts, whole: VariantFacts) -> VariantFacts:
    """Return a variant that lets the product answer what it does not say itself; a bar code is never shared."""
    has_content = variant.net_content is not None
    return replace(
        variant,
        price_vnd=whole.price_vnd if variant.price_vnd is None else variant.price_vnd,
        net_content=variant.net_content if has_content else whole.net_content,
        unit=variant.unit if has_content else whole.unit,
        weight_g=whole.weight_g if variant.weight_g is None else variant.weight_g,
    )


def in_order(photos: Sequence[P], order: Sequence[str], hash_of: Callable[[P], str]) -> tuple[P, ...]:
    """Return photographs in an order of hashes; those it does not name follow as they were."""
    places = {sha256: place for place, sha256 in enumerate(order)}
    return tuple(sorted(photos, key=lambda photo: places.get(hash_of(photo), len(places))))


@dataclass(frozen=True)
class PublicPack:
    """One pack as visitors and marketplaces see it, whole: what it leaves open the product has answered."""

    sku: str
    options: tuple[str, ...]
    price_vnd: int
    content: str
    weight_g: int | None
    gtin: str
    # The hash of its square picture; empty means the product's cover.
    picture: str


@dataclass(frozen=True)
class PublicProduct:
    """One product as visitors and search engines see it."""

    slug: str
    sku: str
    name: str
    description: str
    ingredients: str
    price_vnd: int
    content: str
    shelf_life_days: int | None
    storage: Storage | None
    cover: Mapping[str, Mapping[str, Any]]
    business_name: str
    owner_name: str
    phone: str
    area_path: str
    is_demo: bool
    name_en: str = ""
    description_en: str = ""
    family: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)
    gtin: str = ""
    weight_g: int | None = None
    axes: tuple[Axis, ...] = ()
    packs: tuple[PublicPack, ...] = ()
    # Hashes of the square pictures to send, the first one first; empty means the cover alone.
    pictures: tuple[str, ...] = ()
    # The hash of the square picture of somebody at work on it; empty where there is none.
    scene: str = ""
    # What the marketplace itself calls such goods, where somebody has said so.
    category: str = ""
    unit: Unit | None = None
    # A name for the maker that is the same in every file and tells nothing.
    seller: str = ""
    # Hamlet and commune, written.
    place: str = ""
    # The parcel it is sent in, ``30x20x15``: length, width and height.
    box_cm: str = ""

    @property
    def first_picture(self) -> str:
        """The hash of the square picture shown first; empty where there is none."""
        square = self.cover.get("sq1500", {})
        return self.pictures[0] if self.pictures else str(square.get("sha256", ""))

    @property
    def whole(self) -> PublicPack:
        """The product itself as its only pack."""
        return PublicPack(self.sku, (), self.price_vnd, self.content, self.weight_g, self.gtin, "")

    @property
    def lowest_price_vnd(self) -> int:
        """What the cheapest pack costs."""
        return min((pack.price_vnd for pack in self.packs), default=self.price_vnd)


def show_content(net_content: Decimal | None, unit: Unit | None) -> str:
    """Write ``0.5`` litres as ``0,5 l``: a comma, no needless noughts; pieces and nights are only counted."""
    if net_content is None or unit is None:
        return ""
    number = f"{net_content.normalize():f}".replace(".", ",")
    if unit in (Unit.PIECE, Unit.NIGHT):
        return "" if number == "1" else f"× {number}"
    return f"{number} {unit.value}"


_SAID_CONTENT = re.compile(
    r"(?<![\w.,])(\d{1,5}(?:[.,]\d{1,3})?)\s*(ml|l|lít|lit|g|gr|gam|gram|kg|ký|cân)(?!\w)", re.IGNORECASE
)
_SAID_UNITS = {"m": Unit.ML, "l": Unit.LITRE, "g": Unit.GRAM, "k": Unit.KILOGRAM, "c": Unit.KILOGRAM}


def content_said(option: str) -> tuple[int, Unit] | None:
    """Return thousandths and the unit that ``hũ 300 g`` or ``1,5 lít`` says; nothing where it says more than that.

    Six bottles of 300 ml hold more than one, and a mark before three digits may stand between thousands.
    """
    found = _SAID_CONTENT.search(option)
    if found is None or len(re.findall(r"\d+(?:[.,]\d+)?", option)) > 1:
        return None
    if re.fullmatch(r"[1-9]\d*[.,]\d{3}", found[1]):
        return None
    milli = int(Decimal(found[1].replace(",", ".")) * 1000)
    return (milli, _SAID_UNITS[found[2][0].casefold()]) if milli else None


_TELEPHONE = re.compile(r"(?:\+84|\b0)(?:[ .-]?\d){8,10}\b")
_ADDRESS = re.compile(
    r"(?:https?:|www\.)[^\s,;]*|\b[\w-]{1,60}\.(?:vn|com|net|org|info|biz|shop|store|asia|online|site|xyz)\b",
    re.IGNORECASE,
)
# Tried first, because most texts have no address in them and each is read for every marketplace.
_MAYBE_ADDRESS = re.compile(r"[:.](?:/|[abcinosvx])|www", re.IGNORECASE)
_OTHER_SHOP = re.compile(
    r"\b(?=[afilmpstvyz])(?:zalo|f(?:acebook|b)|instagram|messenger|t(?:elegram|iki|iktok)|viber|youtube|lazada"
    r"|s(?:hopee|endo)|voso|postmart|a(?:mazon|libaba))\b",
    re.IGNORECASE,
)
_SAID_AT_ONCE = 5


# Marketplaces ask the same of one text, one after the other.
@lru_cache(maxsize=16)
def contact_in(text: str) -> str:
    """Return the telephone numbers, addresses and other shops named in a text, each once, or nothing."""
    text = text[:20_000]
    sought = (_TELEPHONE, _ADDRESS, _OTHER_SHOP) if _MAYBE_ADDRESS.search(text) else (_TELEPHONE, _OTHER_SHOP)
    found = (match.group().strip() for pattern in sought for match in pattern.finditer(text))
    return ", ".join(list({each.casefold(): each for each in found}.values())[:_SAID_AT_ONCE])


_STARS = re.compile(r"(?<!\w)([1-5]|một|hai|ba|bốn|năm)\s+sao(?!\w)", re.IGNORECASE)
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}


def speaks_of_stars(facts: ProductFacts, own: Iterable[OwnWords]) -> bool:
    """Whether anything that is said of a product, here or on one marketplace, names stars of OCOP."""
    texts = (facts.name, facts.description, *(text for each in own for text in (each.title, each.description)))
    return any(stars_in(text) for text in texts)


# The set of the programme to which everything belongs that visitors book.
_OFFERS_SET = "VI.1"


def best_stars(by_set: Mapping[str, int], family: str) -> int:
    """Return the stars of a product's own set of goods; the most there are while nobody has said what it is."""
    if not family:
        return max(by_set.values(), default=0)
    return by_set.get(_OFFERS_SET if family.startswith("offer.") else family, 0)


def stars_in(text: str) -> int:
    """Return how many OCOP stars a text says a product has, the first time it says so; nought where it says nothing.

    Stars are read only where the programme is named too: a hotel has stars as well.
    """
    found = _STARS.search(text[:20_000]) if "ocop" in text.casefold() else None
    if found is None:
        return 0
    said = found.group(1).casefold()
    return _NUMBERS[said] if said in _NUMBERS else int(said)
