"""Rows of the search: the words of each dossier, and every word there is with the keys it is found by."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Short, Text_

# The index itself is made by the migration: FTS5 kept by triggers on SQLite, GIN over to_tsvector on PostgreSQL.


class MerchantSearch(Base):
    """The words one dossier is found by, folded, each once."""

    __tablename__ = "merchant_search"

    # A number, not a UUID: SQLite's index points to rows by number.
    id: Mapped[int] = mapped_column(primary_key=True)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id", ondelete="CASCADE"), unique=True)
    words: Mapped[Text_]


class SearchWord(Base):
    """A key that leads to a word some dossier has; words are only ever added, and a rebuild drops the unused ones."""

    __tablename__ = "search_word"

    key: Mapped[Short] = mapped_column(primary_key=True)
    word: Mapped[Short] = mapped_column(primary_key=True)
