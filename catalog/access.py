"""Fetching a product and asking whether this person may, in one step."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, Place, allows, require
from catalog import queries
from catalog.models import GoodsList, Product, RuleChange, ShelfFile
from catalog.models import ProductPhoto as Photo
from catalog.models import ProductVariant as Pack
from catalog.rules import FileKind
from merchants import access as merchants_access
from merchants import queries as merchants
from merchants.models import Merchant

__all__ = [
    "GoodsList",
    "Merchant",
    "Pack",
    "Photo",
    "Product",
    "RuleChange",
    "ShelfFile",
    "asks_for",
    "change_for",
    "list_for",
    "may_ask_to_help",
    "may_edit",
    "product_for",
    "sees_file",
    "shelf_file_for",
    "shelf_for",
]


def product_for(actor: Actor, product_id: UUID, permission: Permission) -> Product:
    """Return a product for somebody who wants to do something to it.

    Raises:
        NotFoundError: no such product, or this person may not know of it.
        NotPermittedError: this person may see it but not do this.
    """
    product = queries.by_id(product_id)
    if product is None:
        raise NotFoundError("no such product")
    _admit(actor, product.merchant, permission)
    return product


def shelf_for(actor: Actor, code: str, permission: Permission) -> Merchant:
    """Return the merchant whose products somebody wants to see or add to.

    Raises:
        NotFoundError: no such merchant, or this person may not know of it.
        NotPermittedError: this person may see it but not do this.
    """
    merchant = merchants.by_code(code)
    if merchant is None:
        raise NotFoundError("no such merchant")
    _admit(actor, merchant, permission)
    return merchant


def list_for(actor: Actor, code: str, list_id: UUID) -> GoodsList:
    """Return a list of products for somebody who may change the maker's products.

    Raises:
        NotFoundError: no such merchant or list, or this person may not know of it.
        NotPermittedError: this person may see the maker but not do this.
    """
    merchant = shelf_for(actor, code, Permission.PRODUCT_EDIT)
    found = queries.goods_list(list_id)
    if found is None or found.merchant_id != merchant.id:
        raise NotFoundError("no such list")
    return found


def shelf_file_for(actor: Actor, code: str, file_id: UUID) -> ShelfFile:
    """Return a file of a whole shelf for somebody who may ask for one of its kind.

    Raises:
        NotFoundError: no such merchant or file, or this person may not know of it.
        NotPermittedError: this person may see the maker but not do this.
    """
    merchant = shelf_for(actor, code, Permission.PRODUCT_VIEW)
    found = queries.shelf_file(file_id)
    if found is None or found.merchant_id != merchant.id:
        raise NotFoundError("no such file")
    _admit(actor, merchant, asks_for(found.kind))
    return found


def asks_for(kind: FileKind) -> Permission:
    """Return what whoever asks for a file must be allowed to do: lists come back with changes, dossiers do not."""
    return Permission.PRODUCT_VIEW if kind is FileKind.DOSSIER else Permission.PRODUCT_EDIT


def change_for(actor: Actor, change_id: UUID) -> RuleChange:
    """Return a change to a marketplace's demand, for whoever may propose and decide such changes.

    Raises:
        NotFoundError: no such change, or this person may not know of it.
    """
    found = queries.change_by_id(change_id) if allows(actor, Permission.RULE_EDIT) else None
    if found is None:
        raise NotFoundError("no such change")
    return found


def may_edit(actor: Actor, merchant: Merchant) -> bool:
    """Whether this person may change the merchant's products: the owner, a delegate, or a helper."""
    return allows(actor, Permission.PRODUCT_EDIT, merchant.place()) or _helps(actor, merchant)


def may_ask_to_help(actor: Actor, merchant: Merchant) -> bool:
    """Whether this person asks somebody to fill in the products of a merchant that they may not change themselves."""
    return not may_edit(actor, merchant) and allows(actor, Permission.MERCHANT_REVIEW, merchant.place())


def sees_file(actor: Actor, merchant: Merchant) -> bool:
    """Whether this person may see more of the merchant than its products."""
    return allows(actor, Permission.MERCHANT_VIEW, merchant.place()) or merchants_access.is_helper(actor, merchant)


def _helps(actor: Actor, merchant: Merchant) -> bool:
    return merchants_access.helps_with_products(actor, merchant)


def _admit(actor: Actor, merchant: Merchant, permission: Permission) -> None:
    place: Place = merchant.place()
    helps = _helps(actor, merchant)
    if not helps and not allows(actor, Permission.PRODUCT_VIEW, place):
        raise NotFoundError("no such product")
    if not helps:
        require(actor, permission, place)
