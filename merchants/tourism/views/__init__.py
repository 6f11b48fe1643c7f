"""Pages of tourism: the owner's answers, offers and place, and what the desk has seen."""

from merchants.tourism.views.answers import bp as answers
from merchants.tourism.views.desk import bp as desk
from merchants.tourism.views.offers import bp as offers
from merchants.tourism.views.place import bp as place

blueprints = [answers, offers, place, desk]
