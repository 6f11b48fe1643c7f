"""Pages of lists, and the workbook in which a list goes back."""

from merchants.imports.views.lists import bp

blueprints = [bp]
