"""Dividing a commune of today among the communes it was made of.

A hamlet lies in one former commune as a whole, so what is counted of it is exact. What is counted of the commune but of
none of these hamlets is divided by how many hamlets each former commune has: that share is the weight, and the result
an estimate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.dashboards.counting.rules import Figure
from app.dashboards.rows import rules
from app.dashboards.rows.rules import NONE, Counts


@dataclass(frozen=True)
class Part:
    """What belongs to one former commune, and the weight by which the undivided rest was divided; 1 is no estimate."""

    counts: Counts
    weight: float

    @property
    def is_estimate(self) -> bool:
        """Whether something was divided by a weight."""
        return self.weight != 1

    @property
    def weight_pct(self) -> int:
        """The weight in percent."""
        return round(self.weight * 100)


def divided(whole: Counts, hamlets: Sequence[tuple[str, Counts]], former: Sequence[str]) -> Mapping[str, Part | None]:
    """Return the part of each former commune; None where no hamlet names it, which is not nought.

    Args:
        whole: what is counted of the commune of today.
        hamlets: for each hamlet the former commune it names, and what is counted of it.
        former: the former communes it was made of.
    """
    if len(former) == 1:
        return {former[0]: Part(whole, 1)}
    own = {name: [counts for named, counts in hamlets if named == name] for name in former}
    named = sum(len(each) for each in own.values())
    rest = whole - rules.added(counts for each in own.values() for counts in each)
    return {name: _part(mine, rest, len(mine) / named) if mine else None for name, mine in own.items()}


def together(parts: Sequence[Part]) -> Part:
    """Return several parts as one: an estimate as soon as one of them is."""
    weight = min((each.weight for each in parts), default=1)
    return Part(rules.added(each.counts for each in parts), weight)


def _part(mine: Sequence[Counts], rest: Counts, weight: float) -> Part:
    if rest == NONE:
        return Part(rules.added(mine), 1)
    shared = Counts(*(round(number * weight) for number in rest.numbers()))
    return Part(rules.added([*mine, shared]), weight)


def weights(hamlets: Sequence[str], former: Sequence[str]) -> Mapping[str, float | None]:
    """Return which share of a commune belongs to each former one, by how many hamlets name it; None where none does."""
    if len(former) == 1:
        return {former[0]: 1}
    named = {name: hamlets.count(name) for name in former}
    return {name: number / sum(named.values()) if number else None for name, number in named.items()}


def weighted(figure: Figure, weight: float) -> Figure:
    """Return the share of a figure, rounded; what nobody has reported stays so."""
    if weight == 1:
        return figure
    shared = {name: None if number is None else round(number * weight) for name, number in vars(figure).items()}
    return type(figure)(**shared)  # type: ignore[arg-type]  # only the two halves may be open
