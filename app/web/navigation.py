"""Menus as data: where a person may go from anywhere."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.policy import Actor, Permission, Role, allows


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    label: object
    path: str
    permission: Permission | None = None
    role: Role | None = None

    def shown_to(self, actor: Actor) -> bool:
        """Whether this person sees the entry."""
        if self.role is not None:
            # A delegate comes home to the same page as the owner whom they help.
            return actor.has(self.role) or (self.role is Role.OWNER and actor.has(Role.DELEGATE))
        return self.permission is None or allows(actor, self.permission)


MENU = (
    Entry(_l("My files"), "/toi", role=Role.OWNER),
    Entry(_l("To do"), "/cb/viec", Permission.MERCHANT_REVIEW),
    Entry(_l("To sign"), "/cb/ky", Permission.DOCUMENT_VIEW),
    Entry(_l("To ring"), "/cb/goi", Permission.MESSAGE_CARRY),
    Entry(_l("Find"), "/cb/tim", Permission.MERCHANT_FIND),
    Entry(_l("Figures"), "/cb", Permission.DASHBOARD_VIEW),
    Entry("OCOP", "/cb/ocop", Permission.OCOP_WATCH),
    Entry(_l("Teaching"), "/day", Permission.TRAINING_RUN),
    Entry(_l("Products"), "/san-pham"),
    Entry(_l("Classes"), "/lop-hoc"),
    Entry(_l("Help"), "/tro-giup"),
)


def entries(actor: Actor) -> list[Entry]:
    """Return the menu of one person."""
    return [entry for entry in MENU if entry.shown_to(actor)]
