"""Pages of cards: the owner's, the buyer's button, and where the processor tells what happened."""

from payments.cards.views.buyer import bp as buyer
from payments.cards.views.messages import bp as messages
from payments.cards.views.owner import bp

blueprints = [bp, buyer, messages]
# A machine carries no form token; its signature is checked instead.
csrf_exempt = (messages,)
