"""Pages of visits: an afternoon's way, one's own hours, a household's answer, and what is rung back."""

from merchants.visits.views.checking import bp as checking
from merchants.visits.views.hours import bp as hours
from merchants.visits.views.household import bp as household
from merchants.visits.views.way import bp as way

blueprints = [checking, hours, household, way]
