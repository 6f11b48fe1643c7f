"""Words for values: what they are called on a page."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.core.proposals.states import ProposalState
from catalog.channel_rules import Channel, Profile
from catalog.families import Family, shipped
from catalog.readiness import Verdict, kinds_of
from catalog.rules import Axis, PhotoRole, Storage, Unit
from catalog.states import Stage

ROLES: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("Front"),
    PhotoRole.LABEL: _l("Label at the back, letters readable"),
    PhotoRole.SIZE: _l("Beside a hand, to show the size"),
    PhotoRole.MAKER: _l("The maker at work"),
}
ROLE_HINTS: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("The whole product, in the light, on a plain ground"),
    PhotoRole.LABEL: _l("Wipe the lens, find light, keep the label level"),
    PhotoRole.SIZE: _l("A hand or a bottle beside it"),
    PhotoRole.MAKER: _l("Buyers like to see who makes it"),
}
# Something that visitors book has no label and no hand beside it: the same four frames show other things.
OFFER_ROLES: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("From outside"),
    PhotoRole.LABEL: _l("Inside"),
    PhotoRole.SIZE: _l("What guests use and eat"),
    PhotoRole.MAKER: _l("Who receives guests"),
}
OFFER_ROLE_HINTS: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("The house, the boat or the start of the way, in the light"),
    PhotoRole.LABEL: _l("From a corner of the room: the bed, the table, the window"),
    PhotoRole.SIZE: _l("The bathroom, the dishes, the bicycles: a photo of each"),
    PhotoRole.MAKER: _l("Guests like to see who opens the door"),
}
UNITS: Mapping[Unit, object] = {
    Unit.ML: _l("millilitres (ml)"),
    Unit.LITRE: _l("litres (l)"),
    Unit.GRAM: _l("grams (g)"),
    Unit.KILOGRAM: _l("kilograms (kg)"),
    Unit.PIECE: _l("pieces"),
    Unit.NIGHT: _l("nights"),
}
STORAGES: Mapping[Storage, object] = {
    Storage.DRY: _l("A dry, airy place"),
    Storage.COOL: _l("A refrigerator"),
    Storage.FROZEN: _l("A freezer"),
}
STAGES: Mapping[Stage, object] = {
    Stage.DRAFT: _l("Being prepared"),
    Stage.LISTED: _l("Shown"),
    Stage.HIDDEN: _l("Hidden"),
}
CHANNELS: Mapping[Channel, object] = {
    Channel.GOOGLE: _l("Google, free listings"),
    Channel.SHOPEE_VN: _l("Shopee"),
    Channel.SCHEMA_ORG: _l("Search engines"),
    Channel.META: _l("Facebook, Instagram, WhatsApp"),
    Channel.TIKTOK_SHOP: _l("TikTok Shop"),
    Channel.LAZADA_VN: _l("Lazada"),
    Channel.TIKI: _l("Tiki"),
    Channel.ZALO: _l("Zalo shop"),
    Channel.STAYS: _l("Booking of rooms"),
    Channel.TRIPS: _l("Booking of trips"),
}
VERDICTS: Mapping[Verdict, object] = {
    Verdict.READY: _l("Ready"),
    Verdict.MISSING: _l("Something missing"),
    Verdict.WARN: _l("Ready, could be better"),
    Verdict.UNVERIFIED: _l("Ready, one rule not confirmed"),
}
# How each verdict is coloured; the word beside it says the same.
TONES: Mapping[Verdict, str] = {
    Verdict.READY: "good",
    Verdict.MISSING: "bad",
    Verdict.WARN: "good",
    Verdict.UNVERIFIED: "wait",
}
CHANGE_STATES: Mapping[ProposalState, object] = {
    ProposalState.PROPOSED: _l("waits for a second person"),
    ProposalState.AGREED: _l("agreed"),
    ProposalState.NOT_AGREED: _l("not agreed"),
}
AXES: Mapping[Axis, object] = {
    Axis.NET: _l("how much is in it"),
    Axis.SIZE: _l("size"),
    Axis.COLOUR: _l("colour"),
    Axis.FLAVOUR: _l("flavour"),
    Axis.MATERIAL: _l("material"),
    Axis.KIND: _l("kind"),
    Axis.PACKING: _l("packing"),
}
# The national programme's groups and the offers to visitors, by what the keys of their families begin with.
FAMILY_GROUPS: Mapping[str, object] = {
    "I.": _l("Food"),
    "II.": _l("Drinks"),
    "III.": _l("Herbs and what is made of them"),
    "IV.": _l("Crafts and cloth"),
    "V.": _l("Flowers, plants and animals"),
    "VI.": _l("Community tourism"),
    "offer.": _l("Rooms, trips, meals and places to visit"),
}
# How many stars a maker's certificate has at least.
STAR_CHOICES: Mapping[int, object] = {
    3: _l("3 stars and more"),
    4: _l("4 stars and more"),
    5: _l("5 stars"),
}


def roles_of(family: str, unit: Unit | None) -> Mapping[PhotoRole, object]:
    """Return what the four frames show of a product of a family that is counted in a unit."""
    return OFFER_ROLES if Profile.OFFERS in kinds_of(family, unit) else ROLES


def role_hints_of(family: str, unit: Unit | None) -> Mapping[PhotoRole, object]:
    """Return how to fill each of the four frames."""
    return OFFER_ROLE_HINTS if Profile.OFFERS in kinds_of(family, unit) else ROLE_HINTS


def family_groups() -> tuple[tuple[object, tuple[Family, ...]], ...]:
    """Return the families under the names of their groups, in the order of the programme's list."""
    families = shipped().values()
    return tuple(
        (label, tuple(each for each in families if each.key.startswith(start)))
        for start, label in FAMILY_GROUPS.items()
    )
