"""How issued papers look: the confirmation of registration, and what the two signatures show."""

import base64
import io
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno

from app.core import areas, clock, settings, signatures
from app.core.documents import render_pdf
from app.core.signatures import Filling, Place
from merchants import documents as slips
from merchants.models import Merchant
from merchants.results import rules
from merchants.results.models import IssuedDocument

CONFIRMATION_SYMBOL = "GXN-UBND"
_HERE = Path(__file__).parent
_CONFIRMATION = _HERE / "confirmation.typ"
_LOOK = _HERE / "look.typ"


@dataclass(frozen=True)
class ConfirmationWords:
    """What a confirmation of registration says, in Vietnamese whatever the screen speaks."""

    agency_path: str
    title: str
    agency: str
    place: str
    code: str
    check_url: str
    rows: list[tuple[str, str]]
    opening: str
    closing: list[str]
    is_demo: bool


def confirmation_words(merchant: Merchant, *, code: str, instead_of: str = "") -> ConfirmationWords:
    """Gather what the confirmation of a registered business says; ``instead_of`` is the code of the one it replaces.

    Raises:
        ValueError: the business has not been confirmed.
    """
    if merchant.confirmed_at is None:
        raise ValueError("A confirmation is made for a business that has been confirmed")
    agency_path = areas.commune_path(merchant.area_path)
    commune = areas.name_of(agency_path)
    on = clock.local(merchant.confirmed_at).date()
    return ConfirmationWords(
        agency_path=agency_path,
        title="Giấy xác nhận đăng ký tham gia chương trình Lên Sàn",
        agency=f"UỶ BAN NHÂN DÂN {commune.upper()}",
        place=bare_place(commune),
        code=code,
        check_url=check_url(code),
        opening=f"Uỷ ban nhân dân {slips.in_sentence(commune)} xác nhận:",
        rows=[
            ("Ông/bà", merchant.owner_name),
            ("Năm sinh", str(merchant.birth_year or "")),
            ("Tên cơ sở", merchant.business_name),
            ("Ngành nghề", slips.craft_in_words(merchant)),
            ("Địa chỉ", slips.address_in_words(merchant)),
            ("Mã hồ sơ", merchant.code),
        ],
        closing=[
            f"Đã đăng ký tham gia chương trình Lên Sàn và được xã xem xét, xác nhận ngày {on:%d/%m/%Y}.",
            "Giấy này dùng trong chương trình Lên Sàn.",
            "Giấy này không thay giấy chứng nhận đăng ký hộ kinh doanh hay giấy tờ an toàn thực phẩm.",
            *([f"Giấy này thay giấy mã {instead_of}."] if instead_of else []),
        ],
        is_demo=merchant.is_demo,
    )


def confirmation(words: ConfirmationWords) -> bytes:
    """Return the confirmation, unsigned, with its places marked."""
    return render_pdf(_CONFIRMATION, asdict(words), {"qr": check_picture(words.code)})


def check_url(code: str) -> str:
    """Return the address where anybody checks a paper."""
    return f"{settings.current().base_url}/xac-minh/{code}"


def check_picture(code: str) -> bytes:
    """Return the picture that leads to the page where a paper is checked, as SVG."""
    return picture_of(check_url(code))


def picture_of(address: str) -> bytes:
    """Return the QR picture of an address, as SVG."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=1, xmldecl=False)
    return picture.getvalue()


def look_facts(document: IssuedDocument) -> dict[str, str]:
    """Gather what the signatures and the number show, as plain data that outlives the transaction."""
    return {
        "agency": document.agency_name,
        "place": bare_place(areas.name_of(document.agency_path)),
        "province": areas.name_of(f"{document.agency_path.split('/')[0]}/"),
        "leader": document.leader_name,
        "title": document.leader_title,
        "number": f"{document.number:02d}" if document.number is not None else "",
        "date": rules.day_line(document.issued_on) if document.issued_on is not None else "",
    }


def leader_look(facts: dict[str, str], size: tuple[float, float], *, key: str) -> bytes:
    """Draw an official's signature: title, the hand in blue, name; nothing else, as the rules of state papers say."""
    return _look("leader", facts, size, image=_image(key))


def agency_look(facts: dict[str, str], size: tuple[float, float], *, key: str, at: datetime) -> bytes:
    """Draw an agency's signature: the seal in red, its name, and the time with its zone. ``at`` is Vietnam's clock."""
    return _look("agency", facts | {"at": f"{at:%d/%m/%Y %H:%M:%S} +07:00"}, size, image=_image(key))


def fillings(facts: dict[str, str], pdf: bytes) -> dict[Place, Filling]:
    """Return number and day as they are written into their places, of those the paper has."""
    found = {}
    for place, kind in ((Place.NUMBER, "number"), (Place.DATE, "date")):
        try:
            size = signatures.size_of(pdf, place)
        except signatures.PlaceMissingError:
            continue
        found[place] = Filling(facts[kind], _look(kind, facts, size))
    return found


def _look(kind: str, facts: dict[str, str], size: tuple[float, float], image: str = "") -> bytes:
    width, height = size
    drawn_here = settings.current().signing.keys == "development" and not image
    data: dict[str, Any] = facts | {"kind": kind, "width": width, "height": height, "sample": drawn_here}
    data["has_image"] = bool(image)
    return render_pdf(_LOOK, data, {"image": image.encode()})


def _image(key: str) -> str:
    """Return the PNG kept for a key, wrapped as SVG because only text reaches the template; empty if there is none."""
    folder = settings.current().signing.images_dir
    path = Path(folder) / f"{key}.png"
    if not folder or not path.is_file():
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100" '
        f'width="100" height="100"><image width="100" height="100" xlink:href="data:image/png;base64,{data}"/></svg>'
    )


def bare_place(name: str) -> str:
    """Return a place without its kind, as it stands before a date: Thái Thụy."""
    for kind in ("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "):
        name = name.removeprefix(kind)
    return name
