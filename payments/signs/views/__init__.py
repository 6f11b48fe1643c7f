"""Pages of signs: the owner's printing and looking, and the stamp for whoever checks by themselves."""

from payments.signs.views.owner import bp as owner
from payments.signs.views.public import bp as public

blueprints = [owner, public]
