"""Pages of papers: the owner's shelf, the files themselves, and what the desk has seen."""

from merchants.papers.views.desk import bp as desk
from merchants.papers.views.files import bp as files
from merchants.papers.views.shelf import bp as shelf

blueprints = [shelf, files, desk]
