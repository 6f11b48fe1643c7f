"""Figures for officials, composed from all slices: counts in one query each, lists by the same definitions."""

from app.dashboards.queries.boards import commune_board, home
from app.dashboards.queries.figures import Board, Line, Pair, Period, Work
from app.dashboards.queries.lists import Drill, DrillRow, drill
from app.dashboards.rows.reach import highest_place, visible_commune

__all__ = [
    "Board",
    "Drill",
    "DrillRow",
    "Line",
    "Pair",
    "Period",
    "Work",
    "commune_board",
    "drill",
    "highest_place",
    "home",
    "visible_commune",
]
