"""Pages of issued papers: the signing desk, the owner's copy, and the page where anybody checks one."""

from merchants.results.views.checking import bp as checking
from merchants.results.views.desk import bp as desk
from merchants.results.views.owner import bp as owner

blueprints = [desk, owner, checking]
