"""Pages of training: the public list, papers to print, a place for an owner, and the trainer's sheets."""

from merchants.training.views.classes import bp as classes
from merchants.training.views.papers import bp as papers
from merchants.training.views.places import bp as places
from merchants.training.views.teaching import bp as teaching

blueprints = [classes, papers, places, teaching]
