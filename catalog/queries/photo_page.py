"""The photographs of one product, each with what the marketplaces will think of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import db
from catalog.models import Product, ProductPhoto
from catalog.photo_verdicts import PhotoVerdict, count_failures, photo_verdicts
from catalog.queries.rule_book import rule_book
from catalog.readiness import Failure, profiles_of


@dataclass(frozen=True)
class PhotoPage:
    """Every photograph with its verdict, and who asks for more of them."""

    photos: tuple[tuple[ProductPhoto, PhotoVerdict], ...]
    too_few: tuple[Failure, ...]

    @property
    def fits_as_sent(self) -> bool:
        """Whether no marketplace has anything against the weight and the shape of what it is sent."""
        return not any(verdict.misfits for _photo, verdict in self.photos)

    @classmethod
    def load(cls, product: Product, on: date) -> "PhotoPage":
        """Hold the photographs against the rules in force on a day, and those known to come."""
        facts = [photo.facts() for photo in product.photos]
        book = rule_book().for_kinds(profiles_of(product.facts(is_shown=False)))
        verdicts = photo_verdicts(facts, book, on)
        return cls(tuple(zip(product.photos, verdicts, strict=True)), count_failures(facts, book, on))


def unmeasured_photos(most: int) -> Sequence[ProductPhoto]:
    """Return photographs taken in before their looks were measured."""
    wanted = select(ProductPhoto).where(ProductPhoto.fingerprint.is_(None)).order_by(ProductPhoto.id).limit(most)
    return db.session.scalars(wanted).all()
