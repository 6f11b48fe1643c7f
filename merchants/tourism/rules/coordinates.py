"""A place on the map from whatever people can paste, whether it lies where it should, and the way there in words.

A degree is kept as a whole number of hundred-thousandths (``_e5``): one is about a metre.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

DATA = Path(__file__).parent.parent / "data"
E5 = 100_000
_EARTH_KM = 6371.0
LONGEST = 600

_NUMBER = r"([-+]?\d{1,3}[.,]\d{1,15}|[-+]?\d{1,3})"
_PAIR = re.compile(rf"\s*{_NUMBER}\s*(?:[,;]\s*|\s+){_NUMBER}\s*")
# A degree sign or the word, minutes, seconds, and a side of the world in either language.
_DMS = re.compile(
    r"(\d{1,3})\s*(?:°|º|độ|do|d)\s*(\d{1,2})\s*(?:['′’]|phút|phut|m)\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|''|giây|giay|s)?)?\s*(vĩ bắc|kinh đông|bắc|đông|[NSEWBĐ])?",
    re.IGNORECASE,
)
_DECIMAL = r"(-?\d{1,3}\.\d+)"
_IN_LINKS = (
    # The pin itself comes before the middle of the screen.
    re.compile(rf"!3d{_DECIMAL}!4d{_DECIMAL}"),
    re.compile(rf"[?&](?:q|query|ll|center|destination|daddr)=(?:loc:)?\s*{_DECIMAL}\s*,\s*\+?{_DECIMAL}"),
    re.compile(rf"[?&]mlat={_DECIMAL}&mlon={_DECIMAL}"),
    re.compile(rf"^geo:{_DECIMAL},{_DECIMAL}"),
    re.compile(rf"@{_DECIMAL},{_DECIMAL}"),
    re.compile(rf"#map=\d+/{_DECIMAL}/{_DECIMAL}"),
    re.compile(rf"/maps/(?:search|place|dir)/{_DECIMAL},\+?{_DECIMAL}"),
)
_SHORT_LINK = re.compile(r"(?:maps\.app\.goo\.gl|goo\.gl/maps|zalo\.me|g\.co/kgs)", re.IGNORECASE)
_PLUS_CODE = re.compile(r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b", re.IGNORECASE)


class ShortLinkError(ValueError):
    """A link that says nothing by itself; this site follows no links."""


class PlusCodeError(ValueError):
    """A plus code, which says nothing without a map."""


@dataclass(frozen=True)
class Point:
    """A place on the map, in hundred-thousandths of a degree."""

    latitude_e5: int
    longitude_e5: int

    def __str__(self) -> str:
        return f"{self.latitude_e5 / E5:.5f}, {self.longitude_e5 / E5:.5f}"

    @property
    def latitude(self) -> float:
        """Degrees north."""
        return self.latitude_e5 / E5

    @property
    def longitude(self) -> float:
        """Degrees east."""
        return self.longitude_e5 / E5


@dataclass(frozen=True)
class Box:
    """A frame around a land; a pin outside is refused or only asked about, as the data says."""

    key: str
    paths: tuple[str, ...]
    vi: str
    en: str
    south: float
    north: float
    west: float
    east: float
    refuses: bool
    basis: str
    source: str
    valid_from: date
    verified_on: date
    confirmed: bool

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east

    def name(self, language: str) -> str:
        """Return what the land is called in a language."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Landmark:
    """A place that people of the area know."""

    name: str
    point: Point


@dataclass(frozen=True)
class Way:
    """How far from a landmark, and in which of eight directions: 0 is north, 2 is east."""

    landmark: Landmark
    km: int
    direction: int


def read_point(text: str) -> Point:
    """Read coordinates or a long map link; latitude and longitude may be the wrong way round.

    Raises:
        ShortLinkError: a shortened link.
        PlusCodeError: a plus code.
        ValueError: nothing in it is a place.
    """
    text = unquote(text[:LONGEST]).strip()
    if _SHORT_LINK.search(text):
        raise ShortLinkError(text)
    for pattern in _IN_LINKS:
        if found := pattern.search(text):
            return _point(float(found[1]), float(found[2]))
    if found := _PAIR.fullmatch(text.removeprefix("(").removesuffix(")")):
        return _point(_degrees(found[1]), _degrees(found[2]))
    sexagesimal = list(_DMS.finditer(text))
    if len(sexagesimal) == 2:
        return _point(*(_from_dms(found) for found in sexagesimal))
    if _PLUS_CODE.search(text):
        raise PlusCodeError(text)
    raise ValueError(text)


def outside(point: Point, area_path: str, on: date) -> Box | None:
    """Return the widest frame that should hold a pin of an area and does not, or nothing when all is well."""
    frames = [box for box in boxes() if box.valid_from <= on and any(area_path.startswith(path) for path in box.paths)]
    return next((box for box in frames if not box.holds(point)), None)


@cache
def boxes() -> tuple[Box, ...]:
    """Return the frames, the widest first."""
    rows = json.loads((DATA / "places.json").read_text("utf-8"))
    return tuple(_box(row) for row in rows)


@cache
def landmarks() -> tuple[Landmark, ...]:
    """Return the places people know, the town first."""
    rows = json.loads((DATA / "landmarks.json").read_text("utf-8"))["landmarks"]
    return tuple(Landmark(row["name"], _point(row["latitude"], row["longitude"])) for row in rows)


def distance_km(a: Point, b: Point) -> float:
    """Return the way between two points as the crow flies, in kilometres."""
    from_lat, to_lat = math.radians(a.latitude), math.radians(b.latitude)
    half_lat, half_lon = (to_lat - from_lat) / 2, math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(from_lat) * math.cos(to_lat) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(chord))


def way_from(landmark: Landmark, point: Point) -> Way:
    """Return how far and in which direction a point lies from a landmark; 0 km is right there."""
    east = (point.longitude - landmark.point.longitude) * math.cos(math.radians(point.latitude))
    north = point.latitude - landmark.point.latitude
    return Way(
        landmark, round(distance_km(landmark.point, point)), round(math.degrees(math.atan2(east, north)) / 45) % 8
    )


@dataclass(frozen=True)
class Sketch:
    """A square drawing of 300 units with north above: the pin, the landmarks near it, and how long 300 units are."""

    pin: tuple[int, int]
    marks: tuple[tuple[str, int, int], ...]
    bar_km: int
    bar: int


def sketch(point: Point, known: Sequence[Landmark]) -> Sketch:
    """Place a pin and the landmarks on a drawing so that all of them fit."""
    points = [point, *(landmark.point for landmark in known)]
    squeeze = math.cos(math.radians(point.latitude))
    norths, easts = [each.latitude for each in points], [each.longitude * squeeze for each in points]
    span = max(max(norths) - min(norths), max(easts) - min(easts), 0.02)
    middle = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2

    def placed(each: Point) -> tuple[int, int]:
        x = 150 + (each.longitude * squeeze - middle[1]) / span * 200
        y = 150 - (each.latitude - middle[0]) / span * 200
        return round(x), round(y)

    units_a_km = 200 / (span * math.radians(1) * _EARTH_KM)
    bar_km = next((km for km in (20, 10, 5, 2) if km * units_a_km <= 100), 1)
    marks = tuple((landmark.name, *placed(landmark.point)) for landmark in known)
    return Sketch(placed(point), marks, bar_km, round(bar_km * units_a_km))


def _box(row: Mapping[str, Any]) -> Box:
    read: dict[str, Any] = {"paths": tuple} | dict.fromkeys(("valid_from", "verified_on"), date.fromisoformat)
    return Box(**{key: read[key](value) if key in read else value for key, value in row.items()})


def _point(first: float, second: float) -> Point:
    # Viet Nam lies between 8 and 24 degrees north and between 102 and 118 east: a pair the wrong way round is plain.
    latitude, longitude = (second, first) if abs(first) > 90 >= abs(second) else (first, second)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError(f"{first}, {second}")
    return Point(round(latitude * E5), round(longitude * E5))


def _degrees(text: str) -> float:
    return float(text.replace(",", "."))


def _from_dms(found: re.Match[str]) -> float:
    degrees, minutes, seconds = float(found[1]), float(found[2]), _degrees(found[3] or "0")
    if minutes >= 60 or seconds >= 60:
        raise ValueError(found[0])
    value = degrees + minutes / 60 + seconds / 3600
    return -value if (found[4] or "").upper() in ("S", "W") else value
