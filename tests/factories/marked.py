"""A family whose every word can be told from everybody else's, with something of each slice: to see who reads it."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from app.core import clock, messages
from app.core.db import db
from app.core.messages import Channel
from app.core.transaction import transaction
from app.policy import Actor, Power
from merchants import services
from merchants.changes import services as changes
from merchants.changes.rules import Matter
from merchants.desk import services as desk
from merchants.helping import services as helping
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.models import LegalDetails, Merchant
from merchants.rules import ConsentPurpose, Craft, Look, Question, Reaching
from merchants.services import ReturnedItem
from merchants.tourism import services as guests
from merchants.training import services as classes
from payments import services as payments
from tests.factories import catalog, papers, partners, results, rights, tourism, training, visits
from tests.factories import desk as officials
from tests.factories import imports as lists
from tests.factories import merchants as make
from tests.factories import ocop as stars
from tests.factories import payments as money

PRIVATE = {ConsentPurpose.RECORD: True} | dict.fromkeys(set(ConsentPurpose) - {ConsentPurpose.RECORD}, False)


@dataclass
class Marked:
    """The families, what stands for each part of an address, and the words nobody else may read."""

    whole: Merchant
    ids: list[UUID]
    parts: dict[str, str] = field(default_factory=dict)
    # What is looked for: letters and digits only, in lower case.
    owners: set[str] = field(default_factory=set)
    desk: set[str] = field(default_factory=set)


def make_marked(commune: str) -> Marked:
    """Make one family with everything and others in other stages; none of them agreed to be shown to the public."""
    whole = make.confirmed(
        path=f"{commune}01/",
        owner_name="Nguyễn Thị Zinchu",
        business_name="Mắm Zincoso",
        phone="+84977123001",
        consents=PRIVATE,
    )
    whole.house_note = "ngõ Zinngo"
    marked = Marked(whole, [whole.id])
    marked.parts = {"code": whole.code}
    _keep_in_every_slice(marked)
    _receive_guests(marked)
    _ask_and_be_asked(marked, commune)
    _wait_at_the_desk(marked, commune)
    db.session.commit()
    return marked


def _keep_in_every_slice(marked: Marked) -> None:
    whole, by = marked.whole, make.owner(marked.whole)
    db.session.add(LegalDetails(merchant_id=whole.id, paper_holder_name="Trần Văn Zinchong", tax_code=""))
    paper = papers.make_paper(whole, number="Zinso-41")
    number = identity.record_number(whole, kind=NumberKind.CITIZEN_ID, number="034164771233", by=by)
    product = catalog.make_product(whole, name="Zinmam", description="Zinmota " * 40, price_vnd=4_619_537)
    account = money.make_account(whole, account_no="9704077712345", holder="TRAN VAN ZINTHE")
    asked = payments.create_request(whole, amount_vnd=5_283_719, note="Zinghi", by=by)
    standee = payments.issue_standee(whole, confirmed_holder=account.holder_name, by=by)
    session = training.make_session(area_path=whole.commune_path, in_days=0)
    classes.sign_up(session, merchant=whole, person_name="Zinnguoi", by=by)
    db.session.commit()
    signed = results.issued(whole, number=77)
    certificate = stars.make_certificate(whole, ends_in=40, checked=False, name="Zinocop", decision_no="Zinqd")
    letter, dossier = stars.make_letter(certificate), stars.consulted(whole, name="Zinhoso")
    relative = helping.ask_delegation(
        whole, name="Zinchau", relation="cháu", phone="+84977123002", powers=[Power.DOSSIER], months=3, by=by
    )
    call = helping.ask_for_call(whole, by=by)
    errand = messages.send(Channel.PAPER, whole.code, "Zintin", "paper_ends", by=Actor.system("test"), about=whole.id)
    db.session.flush()
    marked.parts |= {
        "product_id": str(product.id), "photo_id": str(product.photos[0].id), "reference": asked.reference,
        "serial": standee.serial, "session_id": str(session.id), "document_id": str(signed.id), "signed": signed.code,
        "paper_id": str(paper.id), "number_id": str(number.id),
        "certificate_id": str(certificate.id), "letter_id": str(letter.id),
        "dossier_id": str(dossier.id), "delegation_id": str(relative.id), "confirmation_id": str(call.id),
        "message_id": str(errand.id), "sha256": product.photos[0].sizes["thumb320"].sha256,
    }  # fmt: skip
    marked.owners |= {
        "zinchu", "zincoso", "zinngo", "977123001", "zinchong", "zinso", "zinmam", "zinmota", "4619537",
        "9704077712345", "zinthe", "5283719", "zinghi", "zinocop", "zinqd", "zinhoso", "zinchau", "977123002", "zintin",
        "034164771233",
    }  # fmt: skip
    marked.desk |= {"zinchu", "zincoso", "977123001", "zinnguoi", "zinocop", "zinhoso", "zinmam"}


def _receive_guests(marked: Marked) -> None:
    whole, by = marked.whole, make.owner(marked.whole)
    whole.craft, today = Craft.HOMESTAY, clock.today()
    profile = tourism.told(whole)
    guests.pin(whole, point=tourism.PIN, is_public=True, way_note="qua Zindegach", by=by)
    offer = tourism.make_offer(whole, name="Zinphong", price_vnd=6_318_274)
    closure = guests.add_closure(whole, from_on=today, until_on=today, note="Zinnghi", by=by)
    marked.parts |= {"offer_id": str(offer.id), "closure_id": str(closure.id), "place_slug": profile.slug}
    marked.owners |= {"zindegach", "zinphong", "6318274", "zinnghi"}


def _ask_and_be_asked(marked: Marked, commune: str) -> None:
    """Have a list brought, a look asked about, a wish, a loss, a visit, an institution's call and two changes."""
    whole, by = marked.whole, make.owner(marked.whole)
    clerk = officials.official("Zinnhin", commune)
    rows = [lists.line(owner_name="Zinsai", birth_year="Zinnam"), lists.line(owner_name="Lê Zinmoi")]
    brought = lists.taken(rows, by=clerk, source_name="Zindanhsach")
    with transaction():
        services.note_look(whole, why=Look.DOSSIER, by=clerk)
    wish, question = rights.asked(whole, words="Zinyeucau"), rights.questioned(whole)
    case = rights.contradicted(whole, words="Zinkhongdung")
    loss = money.make_loss(whole, went_to="Zinlua", amount_vnd=8_254_913)
    visit = visits.paid(whole, by=replace(visits.BY, name="Zintham"), drawn=True)
    referral = partners.referred(whole, partners.bank("Ngân hàng Zinbank"))
    name = changes.ask(whole, matter=Matter.OWNER_NAME, after={"owner_name": "Lê Thị Zinsua"}, by=by)
    number = {"kind": "own", "phone": "+84977123006", "contact_name": "", "contact_relation": ""}
    phone = changes.ask(whole, matter=Matter.CONTACT, after=number, by=by)
    db.session.commit()
    marked.parts |= {
        "import_id": str(brought.id), "request_id": str(wish.id), "question_id": str(question.id),
        "look_id": str(question.look_id), "account_id": str(clerk.account_id), "loss_id": str(loss.id),
        "visit_id": str(visit.id), "referral_id": str(referral.id), "correction_id": str(name.id),
        "phone_id": str(phone.id), "contradiction_id": str(case.id),
    }  # fmt: skip
    marked.owners |= {
        "zinyeucau",
        "zinkhongdung",
        "zinnhin",
        "zinlua",
        "8254913",
        "zintham",
        "zinbank",
        "zinsua",
        "977123006",
    }
    marked.desk |= {"zindanhsach", "zinsai", "zinnam", "zinmoi", "zinyeucau", "zinsua"}


def _wait_at_the_desk(marked: Marked, commune: str) -> None:
    def named(word: str, phone: str) -> dict[str, object]:
        return {
            "path": f"{commune}01/", "owner_name": f"Lê {word}", "business_name": f"Gạo {word}", "phone": phone,
            "consents": PRIVATE,
        }  # fmt: skip

    draft = make.draft(**named("Zinnhap", "+84977123003"))
    waiting = make.submitted(**named("Zincho", "+84977123004"))
    returned = make.submitted(**named("Zintra", "+84977123005"))
    first, colleague = officials.official("Zincanbo", commune), officials.official("Zindongnghiep", commune)
    desk.propose(waiting, reason="Zintuchoi", basis="Zincancu", by=first)
    services.send_back(returned, items=[ReturnedItem(Question.OWNER_NAME, own_words="Zinloi")], by=colleague)
    services.note_contact(returned, kind=Reaching.CALL, note="Zingoi", by=colleague)
    marked.desk |= {"zincho", "zintra", "zintuchoi", "zinloi", "zingoi"}
    marked.owners |= {"zinnhap", "977123003"}
    marked.ids += [draft.id, waiting.id, returned.id]
    marked.parts |= {"draft": draft.code, "returned": returned.code, "waiting": waiting.code}
