"""Pages of teams: the grid of who has one, and one team with its members and what it lent."""

from merchants.teams.views.grid import bp as grid
from merchants.teams.views.team import bp as team

blueprints = [grid, team]
