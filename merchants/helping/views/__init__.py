"""Pages of helping: the owner's word, delegates, paper, the counter, a no, and the desk's list."""

from merchants.helping.views.borrowed import bp as borrowed
from merchants.helping.views.consent import bp as consent
from merchants.helping.views.counter import bp as counter
from merchants.helping.views.counter import entry
from merchants.helping.views.delegates import bp as delegates
from merchants.helping.views.desk import bp as desk
from merchants.helping.views.households import bp as households
from merchants.helping.views.paper import bp as paper
from merchants.helping.views.paper import public as public_paper

blueprints = [borrowed, consent, counter, entry, delegates, desk, households, paper, public_paper]
