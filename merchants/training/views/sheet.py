"""Who is on the sheet of a class, read in such a way that the owners on it know by whom."""

from uuid import UUID

from app.web.session import me
from merchants.rules import Look
from merchants.services import note_looks
from merchants.training import queries
from merchants.training.rules import SheetRow


def people_of(session_id: UUID) -> list[SheetRow]:
    """Return the sheet, and let the owners on it know who read it."""
    people = queries.sheet(session_id)
    note_looks([row.merchant_id for row in people if row.merchant_id], why=Look.CLASS, by=me())
    return people
