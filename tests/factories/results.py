"""Papers for tests, made and signed as the services and jobs do it."""

from sqlalchemy import select

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import clock, jobs
from app.core.db import db
from app.core.ids import new_id
from app.core.sealed import seal
from app.core.transaction import transaction
from app.policy import Actor, Role
from merchants.models import Merchant
from merchants.results import jobs as signing
from merchants.results import queries, services
from merchants.results.models import IssuedDocument
from tests.factories import merchants

SECRET = "LENSANTESTLENSANTESTLENSANTEST23"
COMMUNE = "33/12826/"


def official(role: Role = Role.OFFICIAL, name: str = "Bà Trần Thị Lãnh", path: str = COMMUNE) -> Account:
    """Return somebody of an agency with an authenticator."""
    username = f"{role.value}.{path.strip('/').replace('/', '.')}"
    account = db.session.scalar(select(Account).where(Account.username == username))
    if account is None:
        # With a password that nothing matches, for a hash takes long: whoever signs here has signed in already.
        account = Account(id=new_id(), name=name, username=username, password_hash="!", created_at=clock.now())
        account.totp_sealed = seal(SECRET, context=f"account.totp:{account.id}")
        db.session.add(account)
    accounts.grant(account, role=role, area_path=path, by=Actor.system("test"))
    db.session.commit()
    return account


def prepared(merchant: Merchant | None = None) -> IssuedDocument:
    """Return a confirmation that waits for an official."""
    merchant = merchant or merchants.confirmed()
    db.session.info.pop("promised_jobs", None)
    signing.prepare_confirmation(str(merchant.id))
    found = queries.confirmation_of(merchant.id)
    assert found is not None
    return found


def leader_signed(merchant: Merchant | None = None) -> IssuedDocument:
    """Return a confirmation an official has signed."""
    return _signed(prepared(merchant))


def issued(merchant: Merchant | None = None, number: int = 12) -> IssuedDocument:
    """Return a confirmation with both signatures."""
    return sealed_by_agency(leader_signed(merchant), number=number)


def sealed(document: IssuedDocument, number: int) -> IssuedDocument:
    """Sign and seal a paper that waits for an official."""
    return sealed_by_agency(_signed(document), number=number)


def sealed_by_agency(document: IssuedDocument, number: int) -> IssuedDocument:
    """Number and seal a paper that an official has signed."""
    account = official(Role.CLERK, "Chú Đỗ Văn Thành")
    with transaction():
        services.ask_agency(document, number=number, by=account.actor())
    jobs.run_pending()
    return document


def _signed(document: IssuedDocument) -> IssuedDocument:
    account = official()
    with transaction():
        services.ask_leader(document, title="Chủ tịch", key=account.username or "", by=account.actor())
    jobs.run_pending()
    return document
