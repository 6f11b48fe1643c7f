"""Pages of notices: whom to ring, slips to print, and what one wants to be told."""

from merchants.notices.views.errands import bp as errands
from merchants.notices.views.wishes import bp as wishes

blueprints = [errands, wishes]
