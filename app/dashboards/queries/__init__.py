"""Figures for officials, composed from all slices: counts in one query each, lists by the same definitions."""

from app.dashboards.queries.boards import commune_board, home, line_of, months
from app.dashboards.queries.crafts import Crafts, crafts
from app.dashboards.queries.figures import Board, Line, Months, Pair, Period, Work
from app.dashboards.queries.lists import COLUMNS, Asked, Drill, DrillRow, Found, craft_asked, drill, named
from app.dashboards.rows.reach import highest_place, visible_commune

__all__ = [
    "COLUMNS",
    "Asked",
    "Board",
    "Crafts",
    "Drill",
    "DrillRow",
    "Found",
    "Line",
    "Months",
    "Pair",
    "Period",
    "Work",
    "commune_board",
    "craft_asked",
    "crafts",
    "drill",
    "highest_place",
    "home",
    "line_of",
    "months",
    "named",
    "visible_commune",
]
