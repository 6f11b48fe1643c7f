"""Pages of skills: the trainer's sheet, an owner's own, and the badge that other systems read."""

from merchants.skills.views.badge import bp as badge
from merchants.skills.views.owner import bp as owner
from merchants.skills.views.sheet import bp as sheet

blueprints = [badge, owner, sheet]
