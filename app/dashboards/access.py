"""Who may open which page of figures: outside one's area a page does not exist; names need the right to lists."""

import re
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.core import areas, clock
from app.core.areas import Area
from app.core.errors import NotFoundError, NotPermittedError
from app.dashboards import queries
from app.dashboards.metrics import BY_KEY, Metric, Side
from app.dashboards.queries import Asked, Board, Crafts, Drill
from app.dashboards.rollups import queries as rollups
from app.policy import Actor, Permission, Role, allows
from merchants.rules import Craft


def metric_named(key: str) -> Metric:
    """Return an indicator by its key.

    Raises:
        NotFoundError: there is no such indicator.
    """
    if key not in BY_KEY:
        raise NotFoundError(_l("There is no such figure"))
    return BY_KEY[key]


def side_named(word: str) -> Side:
    """Return the half of a pair that an address names.

    Raises:
        NotFoundError: it names neither half.
    """
    if word not in tuple(Side):
        raise NotFoundError(_l("There is no such figure"))
    return Side(word)


def first_line(text: str) -> int:
    """Return where a list of communes begins: at its beginning, unless an address says a number within reason."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def day_asked(text: str) -> date:
    """Return the day as of which figures are asked for: today, or the last day of an earlier month.

    Raises:
        NotFoundError: it names no month, or nothing was kept of it.
    """
    today = clock.today()
    if not text or text == f"{today:%Y-%m}":
        return today
    month = date.fromisoformat(f"{text}-01") if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text, re.ASCII) else None
    if month is None or month > today or not rollups.is_kept(month):
        raise NotFoundError(_l("No figures were kept of that month"))
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def board_of(actor: Actor, code: str, *, as_of: date | None = None) -> Board:
    """Return the figures of a commune.

    Raises:
        NotFoundError: there is no such commune, or it is outside what this person may see.
    """
    board = queries.commune_board(actor, code, as_of=as_of)
    if board is None:
        raise NotFoundError(_l("There is no such commune"))
    return board


def craft_named(word: str) -> Craft:
    """Return the craft that an address names.

    Raises:
        NotFoundError: there is no such craft.
    """
    if word not in tuple(Craft):
        raise NotFoundError(_l("There is no such craft"))
    return Craft(word)


def crafts_of(actor: Actor, code: str = "", *, as_of: date | None = None) -> Crafts:
    """Return the figures by craft of a commune, or of everything this person may see.

    Raises:
        NotFoundError: there is no such commune, or it is outside what this person may see.
    """
    return queries.crafts(actor, _commune(actor, code) if code else None, as_of=as_of)


def list_behind(
    actor: Actor, metric: Metric, side: Side, code: str, hamlet_code: str = "", asked: Asked | None = None
) -> Drill:
    """Return the list behind a number, of one commune, of a hamlet of it, or of everything this person may see.

    Raises:
        NotFoundError: the place is outside what this person may see.
        NotPermittedError: this person may see numbers but no names.
    """
    commune = _commune(actor, code) if code else None
    if not allows(actor, Permission.MERCHANT_LIST):
        raise NotPermittedError(_l("You may see numbers, not names"))
    hamlet = _hamlet(commune, hamlet_code) if commune and hamlet_code else None
    return queries.drill(actor, metric, side, commune, hamlet, asked)


def owes_a_purpose(actor: Actor) -> bool:
    """Whether somebody above a commune must say what names are for before seeing them."""
    return actor.has(Role.PROVINCE) and not allows(actor, Permission.MERCHANT_VIEW)


def place_of_list(actor: Actor, code: str) -> Area:
    """Return the place a list is about: the commune asked for, or the highest place this person sees.

    Raises:
        NotFoundError: the commune is outside what this person may see.
        NotPermittedError: this person may see numbers but no names.
    """
    if not allows(actor, Permission.MERCHANT_LIST):
        raise NotPermittedError(_l("You may see numbers, not names"))
    if code:
        return _commune(actor, code)
    found = queries.highest_place(actor, clock.today())
    if found is None:
        raise NotFoundError(_l("There is no such commune"))
    return found


def _hamlet(commune: Area, code: str) -> Area:
    found = next((each for each in areas.hamlets(commune.path, clock.today()) if each.code == code), None)
    if found is None:
        raise NotFoundError(_l("There is no such hamlet"))
    return found


def _commune(actor: Actor, code: str) -> Area:
    commune = queries.visible_commune(actor, code[:40], clock.today())
    if commune is None:
        raise NotFoundError(_l("There is no such commune"))
    return commune
