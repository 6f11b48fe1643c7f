"""What is said of a photograph on one marketplace, with the exact difference."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from app.core.identifiers import N_
from catalog.channel_rules import Channel, Kind
from catalog.photo_verdicts import Misfit, PhotoVerdict, Shortfall, Weight
from catalog.words.rules import sentence
from catalog.words.values import CHANNELS

_SHORTFALLS: Mapping[Weight, str] = {
    Weight.REFUSED: N_("%(place)s needs %(need)s px, this photo has %(have)s. Take it again from nearer."),
    Weight.REFUSED_LATER: N_("From %(day)s %(place)s needs %(need)s px, this photo has %(have)s."),
}
_LOOKS: Mapping[Kind, str] = {
    Kind.IMAGE_WHITE: N_("%(places)s: better on a white ground."),
    Kind.IMAGE_SHARP: N_("%(places)s: only sharp photos."),
    Kind.IMAGE_LIGHT: N_("%(places)s: only photos in the light."),
    Kind.IMAGE_ONCE: N_("%(places)s: nothing twice."),
}
# A photograph as phones take it has a quarter; above that the goods look small in a list.
_MUCH_WHITE_PCT = 33


def photo_remarks(verdict: PhotoVerdict) -> list[str]:
    """Say everything there is to say of a photograph, the gravest first."""
    said = [_said(each, words) for weight, words in _SHORTFALLS.items() for each in _of(verdict, weight)]
    if larger := _of(verdict, Weight.SHOWN_WORSE):
        places = ", ".join(f"{CHANNELS[each.channel]} {each.need_px} px" for each in larger)
        have = larger[0].have_px
        said.append(_("Shown better when larger: %(places)s. This photo has %(have)s.", places=places, have=have))
    said += [_misfit(each) for weight in Weight for each in verdict.misfits if each.weight is weight]
    if verdict.same_as is not None:
        same = _("It shows the same as photo %(number)s. Buyers learn more from another side.", number=verdict.same_as)
        said.append(same)
    if verdict.white_sides_pct >= _MUCH_WHITE_PCT:
        share = verdict.white_sides_pct
        said.append(_("%(share)s %% of its square is white. Cut it, and the goods look larger.", share=share))
    said += [
        _(words, places=places_named(verdict.minded[kind])) for kind, words in _LOOKS.items() if verdict.minded[kind]
    ]
    return said


def places_named(channels: Iterable[Channel]) -> str:
    """Name marketplaces in one row."""
    return ", ".join(str(CHANNELS[channel]) for channel in channels)


def _of(verdict: PhotoVerdict, weight: Weight) -> list[Shortfall]:
    return [each for each in verdict.shortfalls if each.weight is weight]


def _misfit(found: Misfit) -> str:
    rule = found.failure.rule
    place, what = CHANNELS[rule.channel], sentence(found.failure)
    if found.weight is Weight.REFUSED_LATER:
        return _("From %(day)s, %(place)s: %(what)s.", day=f"{rule.valid_from:%d/%m/%Y}", place=place, what=what)
    return f"{place}: {what}."


def _said(shortfall: Shortfall, words: str) -> str:
    return _(
        words,
        place=CHANNELS[shortfall.channel],
        need=shortfall.need_px,
        have=shortfall.have_px,
        day=f"{shortfall.since:%d/%m/%Y}",
    )
