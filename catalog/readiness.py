"""Is a product ready for a marketplace, and if not, what exactly is missing: pure, one product at a time."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog import families
from catalog.channel_rules import Channel, ChannelRule, Kind, Profile, Severity
from catalog.families import Family
from catalog.photo_looks import fault
from catalog.rules import Field, PhotoFacts, PhotoRole, ProductFacts, Unit, contact_in, listed, stars_in
from catalog.sent_pictures import misfit
from catalog.word_lists import words_found

Difference = Mapping[str, int | str]
Check = Callable[[ChannelRule, ProductFacts], Difference | None]


class Verdict(StrEnum):
    """Four answers, because not knowing is one."""

    READY = "ready"
    MISSING = "missing"
    WARN = "warn"
    UNVERIFIED = "unverified"


class Quality(StrEnum):
    """How much of what only helps is there, apart from what must be; the steps are those of a well-known catalogue."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


_STEPS = ((90, Quality.A), (80, Quality.B), (70, Quality.C), (60, Quality.D))

# A demand nobody has confirmed warns and never stops a product.
PASSING = (Verdict.READY, Verdict.WARN, Verdict.UNVERIFIED)


@dataclass(frozen=True)
class Failure:
    """One demand not met, with the difference that would meet it."""

    rule: ChannelRule
    difference: Difference

    @property
    def field(self) -> Field:
        """The answer that mends it: for words that stand in the name, the name."""
        return Field.NAME if self.difference.get("where") == Field.NAME else self.rule.field


@dataclass(frozen=True)
class Readiness:
    """One product against one marketplace; the score counts blocking demands only."""

    channel: Channel
    verdict: Verdict
    score_met: int
    score_required: int
    blocking: tuple[Failure, ...]
    unverified: tuple[Failure, ...]
    advice: tuple[Failure, ...]
    quality: Quality

    @property
    def is_open(self) -> bool:
        """Whether goods of this kind are taken there at all."""
        return all(failure.rule.kind is not Kind.NOT_TAKEN for failure in self.blocking)


def evaluate(facts: ProductFacts, channel: Channel, demands: Sequence[ChannelRule]) -> Readiness:
    """Hold a product against what a marketplace demands of goods of its kind.

    A length is only measured once there is something to measure, so that nothing is asked twice.
    """
    profiles = profiles_of(facts)
    rules = [rule for rule in demands if rule.profile in profiles]
    failures = [Failure(rule, found) for rule in rules if (found := check_of(rule)(rule, facts)) is not None]
    blocking = tuple(failure for failure in failures if failure.rule.blocks)
    advice = tuple(failure for failure in failures if failure.rule.severity is Severity.RECOMMEND)
    unverified = tuple(failure for failure in failures if failure not in blocking and failure not in advice)
    required = sum([rule.blocks for rule in rules])
    return Readiness(
        channel=channel,
        verdict=verdict_of(blocking, unverified, advice),
        score_met=required - len(blocking),
        score_required=required,
        blocking=blocking,
        unverified=unverified,
        advice=advice,
        quality=_quality(sum([rule.severity is Severity.RECOMMEND for rule in rules]), len(advice)),
    )


def profiles_of(facts: ProductFacts) -> frozenset[Profile]:
    """Return what kind of goods a product is."""
    return kinds_of(facts.family, facts.unit)


def kinds_of(family_key: str, unit: Unit | None) -> frozenset[Profile]:
    """Return what kind of goods has a family and is counted so; without a family, what is counted in nights is a room.

    What visitors book and is neither a room nor a meal is a trip or a place to see.
    """
    family = families.family(family_key)
    if family is None:
        kinds = {Profile.OFFERS, Profile.ROOMS} if unit is Unit.NIGHT else {Profile.GOODS}
    elif family.is_offer:
        kinds = {Profile.OFFERS, _offer_kind(family)}
    else:
        kinds = {Profile.GOODS, Profile.ALCOHOL} if family.has_alcohol else {Profile.GOODS}
    return frozenset({Profile.ALL, *kinds})


def _offer_kind(family: Family) -> Profile:
    if family.is_room:
        return Profile.ROOMS
    return Profile.MEALS if family.is_meal else Profile.TRIPS


def open_to(kinds: Collection[Profile], demands: Mapping[Channel, Sequence[ChannelRule]]) -> tuple[Channel, ...]:
    """Return the marketplaces that take goods of these kinds."""
    return tuple(
        channel
        for channel, rules in demands.items()
        if not any(rule.kind is Kind.NOT_TAKEN and rule.blocks and rule.profile in kinds for rule in rules)
    )


def _quality(advised: int, failed: int) -> Quality:
    share = 100 * (advised - failed) // advised if advised else 100
    return next((quality for least, quality in _STEPS if share >= least), Quality.E)


def verdict_of(blocking: object, unverified: object, advice: object) -> Verdict:
    """Return the one word for what fails: anything that is not empty or nought does."""
    if blocking:
        return Verdict.MISSING
    if unverified:
        return Verdict.UNVERIFIED
    return Verdict.WARN if advice else Verdict.READY


def _required(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return None if answer_to(rule.field, facts) else {}


def _min_length(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(str(answer_to(rule.field, facts) or "")), rule.params["min"]
    return {"short": limit - have, "limit": limit, "have": have} if 0 < have < limit else None


def _max_length(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(str(answer_to(rule.field, facts) or "")), rule.params["max"]
    return {"over": have - limit, "limit": limit, "have": have} if have > limit else None


def _min_words(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(str(answer_to(rule.field, facts) or "").split()), rule.params["min"]
    return {"short": limit - have, "limit": limit, "have": have} if 0 < have < limit else None


def _image_count(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return count_misfit(rule, len(facts.photos))


def _image_min_px(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    cover = cover_of(facts)
    if cover is None:
        return None
    have, limit = min(cover.width, cover.height), rule.params["px"]
    return {"have": have, "limit": limit} if have < limit else None


def _image_min_area(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    cover = cover_of(facts)
    if cover is None:
        return None
    have, limit = cover.width * cover.height, rule.params["area"]
    return {"have": have, "limit": limit} if have < limit else None


def _picture_sent(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    for number, photo in enumerate(facts.photos, start=1):
        if photo.sent is not None and (found := misfit(rule, photo.sent)) is not None:
            return {"number": number, **found}
    return None


def _photo_looks(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    found = (fault(rule, facts.photos, place) for place in range(len(facts.photos)))
    return next((each for each in found if each is not None), None)


def _price_range(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    low, high = rule.params["min"], rule.params["max"]
    prices = (pack.price_vnd for pack in facts.packs)
    outside = next((price for price in prices if price is not None and not low <= price <= high), None)
    return None if outside is None else {"low": low, "high": high, "have": outside}


def _forbidden_contact(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    found = contact_in(f"{facts.name}\n{facts.description}")
    return {"found": found} if found else None


def _is_shown(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return None if facts.is_shown else {}


def _label(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    short = len(families.unanswered(facts.family, facts.attrs, only_label=True))
    return {"short": short} if short else None


def _min_answers(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(families.fitting(facts.family, facts.attrs)), rule.params["min"]
    return {"short": limit - have, "limit": limit, "have": have} if facts.family and have < limit else None


def _max_variants(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(facts.variants), rule.params["max"]
    return {"over": have - limit, "limit": limit, "have": have} if have > limit else None


def _max_options(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    axes = zip(*(variant.options for variant in facts.variants), strict=False)
    have, limit = max((len(set(options)) for options in axes), default=0), rule.params["max"]
    return {"over": have - limit, "limit": limit, "have": have} if have > limit else None


def _max_option(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    limit = rule.params["max"]
    options = (option for variant in facts.variants for option in variant.options)
    long = next((option for option in options if len(option) > limit), None)
    return None if long is None else {"over": len(long) - limit, "limit": limit, "found": long}


def _not_taken(_rule: ChannelRule, _facts: ProductFacts) -> Difference | None:
    return {}


def _answered(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    """A family that does not ask this owes no answer."""
    return None if _answer(rule, facts) is not None or not _is_asked(rule, facts) else {}


def _min_listed(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(listed(str(_answer(rule, facts) or ""))), rule.params["min"]
    if have >= limit or not _is_asked(rule, facts):
        return None
    return {"short": limit - have, "limit": limit, "have": have}


def _keeps_word(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    """What the words promise, such as half a day, has to be what the answer says in numbers."""
    have, low, high = _answer(rule, facts), rule.params["min"], rule.params["max"]
    if not isinstance(have, int) or low <= have <= high:
        return None
    found = (word for _where, text in _texts(rule, facts) for word in words_found(rule.words, text))
    promised = next(found, "")
    return {"found": promised, "low": low, "high": high, "have": have} if promised else None


def _is_asked(rule: ChannelRule, facts: ProductFacts) -> bool:
    family = families.family(facts.family)
    return family is not None and family.attribute(rule.attribute) is not None


def _answer(rule: ChannelRule, facts: ProductFacts) -> families.Answer | None:
    return families.fitting(facts.family, facts.attrs).get(rule.attribute)


def _forbidden_words(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    for where, text in _texts(rule, facts):
        if found := words_found(rule.words, text):
            return {"found": ", ".join(found), "where": where.value}
    return None


def _no_seller(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return {"found": facts.brand} if facts.brand and _says(facts.name, facts.brand) else None


def _no_option(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    """A single sign, as of a size, stands in every name."""
    options = (option for variant in facts.variants for option in variant.options)
    found = next((option for option in options if len(option) > 2 and _says(facts.name, option)), None)
    return None if found is None else {"found": found}


def _says(text: str, words: str) -> bool:
    """Whether a text says some words, and not only longer ones that hold them: the brand An is not in Bánh."""
    text, words = text.casefold(), words.casefold()
    # Most hold them nowhere, and that is seen soonest.
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _stars(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    for where, text in _texts(rule, facts):
        said = stars_in(text)
        if said and said != facts.stars:
            return {"found": said, "have": facts.stars, "where": where.value}
    return None


def _texts(rule: ChannelRule, facts: ProductFacts) -> tuple[tuple[Field, str], ...]:
    """Return what a demand about words reads: the name alone, or the name and then the description."""
    name = (Field.NAME, facts.name)
    return (name,) if rule.field is Field.NAME else (name, (Field.DESCRIPTION, facts.description))


def check_of(rule: ChannelRule) -> Check:
    """Return what looks whether a product meets a demand, and by how much it does not."""
    return _CHECKS[rule.kind]


_CHECKS: dict[Kind, Check] = {
    Kind.REQUIRED: _required,
    Kind.MIN_LENGTH: _min_length,
    Kind.MAX_LENGTH: _max_length,
    Kind.MIN_WORDS: _min_words,
    Kind.MIN_IMAGES: _image_count,
    Kind.MAX_IMAGES: _image_count,
    Kind.IMAGE_MIN_PX: _image_min_px,
    Kind.IMAGE_MIN_AREA: _image_min_area,
    Kind.IMAGE_MAX_KB: _picture_sent,
    Kind.IMAGE_MAX_PX: _picture_sent,
    Kind.IMAGE_SHAPE: _picture_sent,
    Kind.IMAGE_WHITE: _photo_looks,
    Kind.IMAGE_SHARP: _photo_looks,
    Kind.IMAGE_LIGHT: _photo_looks,
    Kind.IMAGE_ONCE: _photo_looks,
    Kind.PRICE_RANGE: _price_range,
    Kind.FORBIDDEN_CONTACT: _forbidden_contact,
    Kind.IS_SHOWN: _is_shown,
    Kind.LABEL: _label,
    Kind.MIN_ANSWERS: _min_answers,
    Kind.MAX_VARIANTS: _max_variants,
    Kind.MAX_OPTIONS: _max_options,
    Kind.MAX_OPTION: _max_option,
    Kind.NOT_TAKEN: _not_taken,
    Kind.FORBIDDEN_WORDS: _forbidden_words,
    Kind.STARS: _stars,
    Kind.NO_SELLER: _no_seller,
    Kind.NO_OPTION: _no_option,
    Kind.ANSWERED: _answered,
    Kind.MIN_LISTED: _min_listed,
    Kind.KEEPS_WORD: _keeps_word,
}


def count_misfit(rule: ChannelRule, have: int) -> Difference | None:
    """Return how many photographs there are too few or too many; None where the number fits."""
    if rule.kind is Kind.MIN_IMAGES:
        limit = rule.params["min"]
        return {"short": limit - have, "limit": limit, "have": have} if have < limit else None
    limit = rule.params["max"]
    return {"over": have - limit, "limit": limit, "have": have} if have > limit else None


def cover_of(facts: ProductFacts) -> PhotoFacts | None:
    """Return the photograph shown first: the one chosen for the marketplace, the front, or else the first there is."""
    chosen = [photo for photo in facts.photos if facts.cover and photo.sha256 == facts.cover]
    fronts = [photo for photo in facts.photos if photo.role is PhotoRole.FRONT]
    return next(iter(chosen or fronts or facts.photos), None)


def answer_to(field: Field, facts: ProductFacts) -> object:
    """Return what a product answers; empty and None mean nothing yet. Where packs differ, each has to answer."""
    return _ANSWERS[field](facts)


_ANSWERS: dict[Field, Callable[[ProductFacts], object]] = {
    Field.NAME: lambda facts: facts.name,
    Field.CONTENT: lambda facts: all(pack.net_content for pack in facts.packs),
    Field.PRICE: lambda facts: all(pack.price_vnd for pack in facts.packs),
    Field.SHELF_LIFE: lambda facts: facts.shelf_life_days,
    Field.STORAGE: lambda facts: facts.storage,
    Field.DESCRIPTION: lambda facts: facts.description,
    Field.WEIGHT: lambda facts: all(pack.weight_g for pack in facts.packs),
    Field.BOX: lambda facts: facts.box_cm,
    Field.INGREDIENTS: lambda facts: facts.ingredients,
    Field.PHOTOS: lambda facts: facts.photos,
    Field.SHOWN: lambda facts: facts.is_shown,
    Field.BRAND: lambda facts: facts.brand,
    Field.FAMILY: lambda facts: facts.family,
    Field.VARIANTS: lambda facts: facts.variants,
    Field.GTIN: lambda facts: all(pack.gtin for pack in facts.packs),
    Field.ENGLISH: lambda facts: facts.name_en,
    Field.PLACE: lambda facts: facts.has_pin,
    Field.LABEL: lambda facts: families.fitting(facts.family, facts.attrs),
}
