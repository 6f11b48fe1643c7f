"""Transfer codes are written as the format asks and read without forgiving anything."""

import binascii
import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.vietqr import SERVICES, VietQr, VietQrError, fold_purpose, read, rewrite, write

pytestmark = pytest.mark.no_database

VECTORS = list(csv.DictReader((Path(__file__).parent / "data" / "vietqr_vectors.csv").open(encoding="utf-8")))
GOOD = [row for row in VECTORS if row["must_parse"] == "yes"]
BAD = [row for row in VECTORS if row["must_parse"] == "no"]
STATIC = write(bin="970405", account="1500200000000")


def sealed(body: str) -> str:
    return f"{body}6304{binascii.crc_hqx(f'{body}6304'.encode(), 0xFFFF):04X}"


def reason(payload: str) -> str:
    with pytest.raises(VietQrError) as refusal:
        read(payload)
    assert refusal.value.sentence
    return refusal.value.reason


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row["source"][:40])
def test_every_published_code_is_read_and_written_again_byte_for_byte(row: dict[str, str]) -> None:
    code = read(row["payload"])

    assert (code.bin, code.account, code.service) == (row["bin"], row["account"], row["service"])
    assert code.amount_vnd == (int(row["amount"]) if row["amount"] else None)
    assert (code.purpose, code.static) == (row["purpose"], row["static_or_dynamic"] == "static")
    crc_as_printed = row["payload"][:-4] + row["payload"][-4:].upper()
    assert rewrite(code) == crc_as_printed
    if not code.others:
        said = {key: getattr(code, key) for key in ("bin", "account", "service", "amount_vnd", "purpose")}
        assert write(**said) == crc_as_printed


@pytest.mark.parametrize("row", BAD, ids=lambda row: row["source"][:40])
def test_every_broken_code_is_refused_for_its_own_reason(row: dict[str, str]) -> None:
    assert reason(row["payload"]) == ("tlv" if row["crc_ok"] == "true" else "crc")


@given(
    bank=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[A-Za-z0-9]{1,19}", fullmatch=True),
    service=st.sampled_from(SERVICES),
    amount=st.none() | st.integers(1, 499_999_999),
    purpose=st.text(alphabet="ABCĐĂÂđếộ 09-./+\n", max_size=40),
)
def test_reading_gives_back_what_was_written(
    bank: str, account: str, service: str, amount: int | None, purpose: str
) -> None:
    payload = write(bin=bank, account=account, service=service, amount_vnd=amount, purpose=purpose)

    code = read(payload)

    assert (code.bin, code.account, code.service, code.amount_vnd) == (bank, account, service, amount)
    assert (code.purpose, code.static, code.others) == (fold_purpose(purpose), amount is None, {})
    assert rewrite(code) == payload
    assert payload.isascii()


@given(st.data())
def test_one_wrong_sign_anywhere_is_noticed(data: st.DataObject) -> None:
    payload = write(bin="970405", account="1500200000000", amount_vnd=120_000, purpose="KQX2K7F9DR NUOC MAM")
    at = data.draw(st.integers(0, len(payload) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCXYZ ").filter(lambda one: one != payload[at]))

    with pytest.raises(VietQrError):
        read(payload[:at] + sign + payload[at + 1 :])


@given(st.text(max_size=120))
def test_any_text_is_refused_with_a_reason_and_never_breaks_the_reader(text: str) -> None:
    assert reason(text) in {"tlv", "crc", "service", "guid", "amount", "account", "currency"}


@pytest.mark.parametrize(
    "objects",
    [
        "52045812",
        "550201",
        "550202" + "56045000",
        "550203" + "570501.50",
        "5911QUAN BA MAN" + "6007HA NOI ",
        "62070803***",
    ],
)
def test_what_the_format_allows_beside_a_transfer_is_read(objects: str) -> None:
    assert read(_with(objects)).account == "1500200000000"


def test_objects_may_come_in_any_order() -> None:
    receiver = "01" + "27" + "0113" + "1500200000000" + "0006" + "970405"
    inside = "0208QRIBFTTA" + receiver + "0010A000000727"

    code = read(sealed("000201" + "5802VN" + "62100806TRA TT" + "5303704" + f"38{len(inside)}{inside}" + "010211"))

    assert (code.bin, code.account, code.purpose) == ("970405", "1500200000000", "TRA TT")


def test_lower_case_check_sums_are_the_same_check_sums() -> None:
    assert read(STATIC[:-4] + STATIC[-4:].lower()) == read(STATIC)


def test_an_account_keeps_its_letters_and_leading_noughts() -> None:
    assert read(write(bin="970454", account="99MM24011M34875080")).account == "99MM24011M34875080"
    assert read(write(bin="970405", account="0001")).account == "0001"


@pytest.mark.parametrize(
    ("written", "amount"),
    [("50000", 50_000), ("50000.", 50_000), ("499999999", 499_999_999)],
)
def test_an_amount_may_end_in_a_point(written: str, amount: int) -> None:
    assert read(_with_amount(written)).amount_vnd == amount


@pytest.mark.parametrize("written", ["50000.50", ".50", "0", "0.", "-5", "50 000", "50,000", "1e5", "500000000", "٥٠٠"])
def test_amounts_that_are_not_whole_dong_under_the_limit_are_refused(written: str) -> None:
    assert reason(_with_amount(written)) == "amount"


def _with_amount(written: str) -> str:
    head, tail = STATIC[:-8].split("5802VN")
    return sealed(f"{head.replace('010211', '010212')}54{len(written):02d}{written}5802VN{tail}")


def _with(objects: str, *, times: str = "11") -> str:
    return sealed(STATIC[:-8].replace("010211", f"0102{times}") + objects)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        # Each named limit of the format: many payments without an amount, one payment with one.
        (_with("540550000"), "amount"),
        (_with("", times="12"), "amount"),
        (_with("520354A"), "tlv"),
        (_with("5204541X"), "tlv"),
        (_with("550204"), "tlv"),
        (_with("550202"), "amount"),
        (_with("56041000"), "amount"),
        (_with("550202" + "56010"), "tlv"),
        (_with("550203" + "570500.00"), "tlv"),
        (_with("550203" + "5703100"), "tlv"),
        (_with("5926" + "A" * 26), "tlv"),
        (_with("5906QUÁN  "), "tlv"),
        (_with("6016" + "A" * 16), "tlv"),
        (_with("6111" + "1" * 11), "tlv"),
        (_with("62300826" + "A" * 26), "tlv"),
        (_with("62300126" + "A" * 26), "tlv"),
        (sealed(STATIC[:-8].replace("QRIBFTTA", "QRIBFTTX")), "service"),
        (sealed(STATIC[:-8].replace("QRIBFTTA", "QRCASH00")), "service"),
        (sealed(STATIC[:-8].replace("A000000727", "A000000728")), "guid"),
        (sealed(STATIC[:-8].replace("970405", "97040X")), "account"),
        (sealed(STATIC[:-8].replace("1500200000000", "150-200000000")), "account"),
        (sealed(STATIC[:-8].replace("5303704", "5303840")), "currency"),
        (sealed(STATIC[:-8].replace("5802VN", "5802TH")), "currency"),
        (sealed(STATIC[:-8].replace("010211", "010213")), "tlv"),
        (sealed(STATIC[:-8] + "5802VN"), "tlv"),
        (STATIC[:-1], "tlv"),
        (STATIC + "0000", "tlv"),
        ("", "tlv"),
    ],
)
def test_each_fault_has_its_own_reason(payload: str, why: str) -> None:
    assert reason(payload) == why


@pytest.mark.parametrize(
    ("guid", "name"), [("A000000775", "VNPAY-QR"), ("vn.airpay.www", "ShopeePay"), ("com.example", "com.example")]
)
def test_other_schemes_are_named_and_never_taken_for_transfers(guid: str, name: str) -> None:
    inside = f"00{len(guid):02d}{guid}01081234ABCD"
    payload = sealed(f"00020101021126{len(inside):02d}{inside}53037045802VN")

    with pytest.raises(VietQrError, match=name) as refusal:
        read(payload)
    assert refusal.value.reason == "guid"


@pytest.mark.parametrize("amount", [0, -1, 500_000_000, True, 1.5])
def test_no_code_is_written_for_an_amount_no_bank_moves(amount: int) -> None:
    with pytest.raises(VietQrError) as refusal:
        write(bin="970405", account="15002", amount_vnd=amount)
    assert refusal.value.reason == "amount"


@pytest.mark.parametrize(
    ("bank", "account", "service", "why"),
    [
        ("97040", "15002", "QRIBFTTA", "account"),
        ("970405", "", "QRIBFTTA", "account"),
        ("970405", "1" * 20, "QRIBFTTA", "account"),
        ("970405", "15 002", "QRIBFTTA", "account"),
        ("970405", "15002\n", "QRIBFTTA", "account"),
        ("970405", "15002", "QRPUSH", "service"),
    ],
)
def test_no_code_is_written_that_the_reader_would_refuse(bank: str, account: str, service: str, why: str) -> None:
    with pytest.raises(VietQrError) as refusal:
        write(bin=bank, account=account, service=service)
    assert refusal.value.reason == why


def test_a_memo_loses_marks_before_it_is_cut() -> None:
    assert fold_purpose("KQX2K7F9DR ĐẶC SẢN NƯỚC MẮM GIỎ") == "KQX2K7F9DR DAC SAN NUOC M"
    assert fold_purpose("a_b #1: đường") == "a b 1 duong"


def test_what_this_product_has_no_use_for_is_kept() -> None:
    bill = "62" + "07" + "0103ABC"
    code = read(sealed(STATIC[:-8] + bill + "8003046"))

    assert code.others == {"62.01": "ABC", "80": "046"}
    assert rewrite(code) == sealed(STATIC[:-8] + bill + "8003046")
    assert read(rewrite(replace(code, purpose="TRA TT"))).others == code.others


@pytest.mark.parametrize("cut", ["62060810AB", "6204081", "62020"])
def test_an_object_that_promises_more_than_there_is_is_refused(cut: str) -> None:
    assert reason(sealed(STATIC[:-8] + cut)) == "tlv"


def test_an_object_of_no_length_is_refused() -> None:
    assert reason(sealed(STATIC[:-8] + "62040800")) == "tlv"


def test_a_memo_of_signs_nobody_can_print_is_refused() -> None:
    assert reason(sealed(STATIC[:-8] + "62100806TRA\nTT")) == "tlv"


def test_a_code_is_plain_data() -> None:
    assert rewrite(VietQr("970405", "1")) == write(bin="970405", account="1")
