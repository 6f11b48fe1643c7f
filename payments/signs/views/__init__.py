"""Pages of signs: the owner's printing and looking, the commune's care, and the stamp for whoever checks alone."""

from payments.signs.views.keeping import bp as keeping
from payments.signs.views.owner import bp as owner
from payments.signs.views.public import bp as public

blueprints = [owner, keeping, public]
