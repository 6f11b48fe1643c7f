"""Two signatures in one file, checked by ours and by tools that are not: poppler's pdfsig and the AdES validation."""

import asyncio
import io
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import typst
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from app.core import clock, settings, signatures
from app.core.settings import Settings
from app.core.signatures import Filling, KeyMissingError, KeyName, Place, PlaceMissingError, authority, keys
from tests.tools import pdfsig, tool

pytestmark = pytest.mark.no_database

LEADER = KeyName("leader-thu", "Bà Trần Thị Lãnh")
AGENCY = KeyName("agency-12826", "Uỷ ban nhân dân xã Thái Thụy")
PAPER = """
#set document(title: "Giấy thử")
#set page(width: 150mm, height: 120mm, margin: 10mm)
Số: #link("lensan:number")[#box(width: 12mm, height: 5mm)]/GXN-UBND

#link("lensan:agency")[#box(width: 40mm, height: 40mm)]
#link("lensan:leader")[#box(width: 60mm, height: 30mm)]
"""


def rsa_key() -> RSAPrivateKey:
    """Return a key as officials' tokens and files hold; those of developers' machines are of another kind."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def look(words: str) -> bytes:
    page = f"#set page(width: 40mm, height: 20mm, margin: 0mm, fill: none)\n{words}"
    drawn = typst.compile(page.encode())
    assert isinstance(drawn, bytes)
    return drawn


def paper() -> bytes:
    drawn = typst.compile(PAPER.encode())
    assert isinstance(drawn, bytes)
    return signatures.lay_places(drawn)


def signed_once(pdf: bytes) -> bytes:
    return signatures.sign(
        pdf, Place.LEADER, key=LEADER, look=look("tay"), at=clock.now(), reason="Ký ban hành", where="Thái Thụy"
    )


def signed_twice(pdf: bytes) -> bytes:
    return signatures.sign(
        signed_once(pdf),
        Place.AGENCY,
        key=AGENCY,
        look=look("dấu"),
        at=clock.now(),
        reason="Phát hành",
        where="Thái Thụy",
        fillings={Place.NUMBER: Filling("12", look("12"))},
    )


@pytest.fixture(scope="module", autouse=True)
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("keys")
    before = settings._current
    made = Settings.from_environment({"LENSAN_STATE_DIR": str(folder)})
    settings.use(made)
    yield made
    settings._current = before


@pytest.fixture(scope="module")
def both(here: Settings) -> bytes:
    return signed_twice(paper())


def changed(pdf: bytes, words: bytes) -> bytes:
    """Change one byte inside some words that stand in the file in clear."""
    place = pdf.index(words) + 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_a_tool_that_is_not_ours_finds_two_trusted_signatures_over_the_document(both: bytes, tmp_path: Path) -> None:
    said = pdfsig(both, tmp_path, authority.root_file())

    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2
    assert said.count("Signature Type: ETSI.CAdES.detached") == 2
    assert "  - Total document signed" in said
    assert "Bà Trần Thị Lãnh" in said


def test_a_tool_that_is_not_ours_finds_the_byte_that_was_changed(both: bytes, tmp_path: Path) -> None:
    said = pdfsig(changed(both, b"/Producer"), tmp_path)

    assert "Signature Validation: Signature is Valid." not in said
    assert said.count("Digest Mismatch") == 2


def test_our_own_check_says_who_signed_and_that_nothing_was_changed(both: bytes) -> None:
    verdict = signatures.check(both)

    assert [(one.place, one.signer) for one in verdict.findings] == [
        ("leader", LEADER.subject),
        ("agency", AGENCY.subject),
    ]
    assert verdict.is_sound


def test_our_own_check_finds_the_byte_that_was_changed(both: bytes) -> None:
    verdict = signatures.check(changed(both, b"/Producer"))

    assert not verdict.is_sound
    assert not any(one.is_intact for one in verdict.findings)


def test_something_written_over_the_paper_after_signing_is_found(both: bytes) -> None:
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(both))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 300 300 re f")))
    more = io.BytesIO()
    writer.write(more)

    verdict = signatures.check(more.getvalue())

    assert all(one.is_intact for one in verdict.findings), "the signed bytes are still there, with more behind them"
    assert not verdict.is_sound


def test_the_number_is_given_after_the_official_signed_and_reads_as_text(both: bytes) -> None:
    fields = PdfFileReader(io.BytesIO(both)).root["/AcroForm"]["/Fields"]

    written = {str(each.get_object()["/T"]): each.get_object() for each in fields}
    assert str(written["number"]["/V"]) == "12"


def validation() -> SignatureValidationSpec:
    trust = SimpleTrustManager.build(trust_roots=keys.roots())
    policy = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail"))
    return SignatureValidationSpec(cert_validation_policy=CertValidationPolicySpec(trust, policy))


def crls() -> object:
    from asn1crypto.crl import CertificateList
    from pyhanko.sign.validation.policy_decl import LocalKnowledge
    from pyhanko_certvalidator.revinfo.archival import CRLContainer

    return LocalKnowledge(known_crls=[CRLContainer(CertificateList.load(authority.revocation_list()))])


async def basic_status(pdf: bytes, place: int) -> AdESStatus:
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[place]
    spec = replace(validation(), local_knowledge=crls())
    result = await ades_basic_validation(signature.signed_data, spec, raw_digest=signature.compute_digest())
    return result.ades_subindic.status


def test_the_basic_profile_passes_with_the_list_of_revoked_keys(both: bytes) -> None:
    assert [asyncio.run(basic_status(both, place)) for place in (0, 1)] == [AdESStatus.PASSED, AdESStatus.PASSED]


class Clock(BaseHTTPRequestHandler):
    """A time-stamp authority as far as one paper needs it."""

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.server.stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words: object) -> None:
        return


@pytest.fixture
def clock_tower(here: Settings) -> Iterator[str]:
    path = authority.key_file("clock", "Đồng hồ thử", is_clock=True, key=rsa_key())
    signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), other_certs=[], passphrase=authority.passphrase())
    server = HTTPServer(("127.0.0.1", 0), Clock)
    server.stamper = DummyTimeStamper(signer.signing_cert, signer.signing_key, certs_to_embed=signer.cert_registry)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_with_a_time_server_the_paper_can_be_checked_for_years(here: Settings, clock_tower: str) -> None:
    settings.use(replace(here, signing=replace(here.signing, tsa_url=clock_tower)))
    try:
        pdf = signed_twice(paper())
    finally:
        settings.use(here)

    verdict = signatures.check(pdf)
    last = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[-1]
    result = asyncio.run(ades_lta_validation(last, PdfSignatureValidationSpec(validation())))
    assert verdict.is_sound
    assert all(one.has_trusted_time for one in verdict.findings)
    assert result.ades_subindic.status is AdESStatus.PASSED


def test_a_key_in_a_file_signs(here: Settings, tmp_path: Path) -> None:
    made = authority.key_file("agency-33", "Sở thử", key=rsa_key())
    (tmp_path / "leader-thu.p12").write_bytes(made.read_bytes())
    phrase = authority.passphrase().decode()
    files = replace(
        here.signing, keys="pkcs12", pkcs12_dir=tmp_path, pkcs12_passphrase=phrase, roots=str(authority.root_file())
    )
    settings.use(replace(here, signing=files))
    try:
        pdf = signed_once(paper())
        with pytest.raises(KeyMissingError, match=r"agency-12826\.p12"), keys.signer_for(AGENCY):
            pass
        settings.use(replace(here, signing=replace(files, pkcs12_passphrase="sai")))
        with pytest.raises(KeyMissingError), keys.signer_for(LEADER):
            pass
    finally:
        settings.use(here)

    assert signatures.check(pdf).findings[0].signer == "Sở thử"
    assert signatures.check(pdf).is_sound


SOFTHSM = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


@pytest.fixture
def token(here: Settings, tmp_path: Path) -> Iterator[str]:
    program = tool("softhsm2-util", "softhsm2")
    (tmp_path / "tokens").mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    subprocess.run(
        [program, "--init-token", "--free", "--label", "len-san", "--pin", "1234", "--so-pin", "4321"],
        check=True,
        capture_output=True,
    )
    yield next(path for path in SOFTHSM if Path(path).exists())
    del os.environ["SOFTHSM2_CONF"]


def put_on_token(module: str, name: str) -> None:
    """Put a key and its certificate onto the token, as whoever hands out tokens does."""
    import pkcs11
    from asn1crypto.keys import PrivateKeyInfo
    from pkcs11 import Attribute, KeyType, ObjectClass
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    path = authority.key_file(f"{name}-token", "Khoá trên thẻ", key=rsa_key())
    signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), other_certs=[], passphrase=authority.passphrase())
    key: PrivateKeyInfo = signer.signing_key
    with pkcs11.lib(module).get_token(token_label="len-san").open(rw=True, user_pin="1234") as session:
        private = decode_rsa_private_key(key["private_key"].parsed.dump())
        session.create_object(
            {**private, Attribute.LABEL: name, Attribute.TOKEN: True, Attribute.KEY_TYPE: KeyType.RSA}
        )
        certificate = decode_x509_certificate(signer.signing_cert.dump())
        session.create_object(
            {**certificate, Attribute.LABEL: name, Attribute.TOKEN: True, Attribute.CLASS: ObjectClass.CERTIFICATE}
        )


def test_a_key_on_a_token_signs_and_never_leaves_it(here: Settings, token: str, tmp_path: Path) -> None:
    put_on_token(token, LEADER.name)
    on_token = replace(
        here.signing,
        keys="pkcs11",
        pkcs11_module=token,
        pkcs11_token="len-san",
        pkcs11_pin="1234",
        roots=str(authority.root_file()),
    )
    settings.use(replace(here, signing=on_token))
    try:
        pdf = signed_once(paper())
        with pytest.raises(KeyMissingError), keys.signer_for(AGENCY):
            pass
    finally:
        settings.use(here)

    assert signatures.check(pdf).is_sound
    assert "Signature is Valid." in pdfsig(pdf, tmp_path)


def test_a_paper_without_a_place_for_both_is_a_fault_of_its_template() -> None:
    bare = typst.compile(b'#link("lensan:leader")[#box(width: 60mm, height: 30mm)]')
    assert isinstance(bare, bytes)

    with pytest.raises(PlaceMissingError, match="agency"):
        signatures.lay_places(bare)


def test_no_kind_of_key_signs_nothing(here: Settings) -> None:
    settings.use(replace(here, signing=replace(here.signing, keys="")))
    try:
        with pytest.raises(KeyMissingError), keys.signer_for(LEADER):
            pass
    finally:
        settings.use(here)


@pytest.mark.parametrize("junk", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_a_strangers_junk_is_an_answer_and_not_a_fault(junk: bytes) -> None:
    verdict = signatures.check(junk)

    assert not verdict.is_readable
    assert not verdict.is_sound


def test_a_paper_nobody_signed_has_no_findings() -> None:
    verdict = signatures.check(paper())

    assert verdict.is_readable
    assert verdict.findings == ()


def test_keys_of_this_machine_are_readable_by_nobody_else(here: Settings) -> None:
    authority.key_file("leader-ai", "Ai đó")

    for path in (here.state_dir / "signing").glob("*.p*"):
        assert path.stat().st_mode & 0o077 == 0, path
