"""Lists of products that somebody brought, and what became of each product in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from catalog.states import GOODS_LIST, ItemVerdict, ListState
from merchants.models import Merchant

# So many lines are read and taken over while somebody waits.
MOST_LINES = 5_000


class GoodsList(Identified, Base):
    """One spreadsheet of products of one maker, and how far it has been read, taken over or undone."""

    __tablename__ = "goods_list"
    __table_args__ = (
        CheckConstraint("state not in ('taken', 'undone') or taken_at is not null", name="taken_list_has_a_time"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    file_name: Mapped[Line]
    sha256: Mapped[str] = mapped_column(String(64))
    # The rows of a long list as they were read, until it is taken over or put aside; of others none are kept.
    rows_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    state: Mapped[ListState] = mapped_column(default=GOODS_LIST.initial)
    sheet: Mapped[Line] = mapped_column(default="")
    header_row: Mapped[int] = mapped_column(default=0)
    headers: Mapped[list[str]] = mapped_column(Json, default=list)
    # Index of a header, as text, to the key of the column it means.
    mapping: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    # How many products of each verdict: what the trial said, and what happened.
    expected: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    happened: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    # Lines under the headers; products in them, and those a worker has done with in the state it is in.
    lines: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    brought_by_name: Mapped[Line]
    # In whose name a worker goes on with it: whoever asked last. Without an account it is the owner with the code.
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_by_name: Mapped[Line] = mapped_column(default="", server_default="")
    brought_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()
    items: Mapped[list["GoodsListItem"]] = relationship(
        order_by="GoodsListItem.place", cascade="all, delete-orphan", back_populates="goods_list"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_long(self) -> bool:
        """Whether a worker reads and takes it over, because nobody waits so long for a page."""
        return self.lines > MOST_LINES


class GoodsListItem(Identified, Base):
    """What becomes of one product of a list; its rows are only in the file."""

    __tablename__ = "goods_list_item"
    __table_args__ = (UniqueConstraint("goods_list_id", "place"),)
    is_shown = False

    goods_list_id: Mapped[UUID] = mapped_column(ForeignKey("goods_list.id"))
    place: Mapped[int]
    first_row: Mapped[int]
    name: Mapped[Line]
    verdict: Mapped[ItemVerdict]
    # Each with row, column, reason and values.
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    # Each with the column's name, what was there and what comes.
    changes: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    # Where its photographs lie elsewhere: those still to be fetched, and afterwards those that did not come.
    photos: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    photos_left: Mapped[int] = mapped_column(default=0, server_default="0")
    # No foreign key: the row outlives a product that is taken away again.
    product_id: Mapped[UUID | None]
    left_revision: Mapped[int | None]
    is_done: Mapped[bool] = mapped_column(default=False)
    # Why undoing left it as it is: a word of the catalogue's.
    kept_because: Mapped[Short] = mapped_column(default="")

    goods_list: Mapped[GoodsList] = relationship(back_populates="items")
