"""Pages of what is kept: the owner's own, and for everybody how much was deleted."""

from app.particulars.views.deleted import bp as deleted
from app.particulars.views.own import bp as own

blueprints = [own, deleted]
