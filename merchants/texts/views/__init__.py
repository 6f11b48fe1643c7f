"""Where texts come in, and the list of those a person has to read."""

from merchants.texts.views.door import bp as door
from merchants.texts.views.waiting import bp as waiting

blueprints = [door, waiting]
# A provider's machine has no session; its key is its proof.
csrf_exempt = (door,)
