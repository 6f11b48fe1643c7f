"""The owner's word for a week, and what somebody of the team saw."""

from payments.sightings.views.helper import bp as helper
from payments.sightings.views.owner import bp as owner

blueprints = [owner, helper]
