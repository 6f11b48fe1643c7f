"""A certificate authority for developers' machines, made on first use; production names its own keys instead."""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.core import clock, settings

# What machines made before is still of the other kind.
PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey

ROOT_NAME = "Lên Sàn, chứng thư MẪU, không giá trị pháp lý"
_LIFE = timedelta(days=3650)
_LIST_LIFE = timedelta(days=30)
_USAGE = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign")


def root_file() -> Path:
    """Return the file of the root certificate, as PEM."""
    with _alone() as folder:
        _root(folder)
    return folder / "root.pem"


def key_file(name: str, subject: str, *, is_clock: bool = False, key: PrivateKey | None = None) -> Path:
    """Return the PKCS#12 file of a key, certified on first use; a clock's key signs times and nothing else.

    The key is made then as well, unless one is brought.
    """
    with _alone() as folder:
        path = folder / f"{name}.p12"
        if not path.exists():
            _issue(folder, path, subject, key or _new_key(), is_clock=is_clock)
    return path


def passphrase() -> bytes:
    """Return what locks the key files; it is the site's own secret in another form."""
    secret = settings.current().secret_key.encode()
    return hmac.new(secret, b"development signing keys", hashlib.sha256).hexdigest().encode()


def revocation_list() -> bytes:
    """Return the list of revoked certificates, as DER: empty, signed, and never older than its own date."""
    with _alone() as folder:
        path = folder / "revoked.crl"
        at = clock.now()
        if path.exists():
            kept = x509.load_der_x509_crl(path.read_bytes())
            until = kept.next_update_utc
            if until is not None and until > at + timedelta(days=1):
                return path.read_bytes()
        key, root = _root(folder)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(root.subject)
            .last_update(at - timedelta(hours=1))
            .next_update(at + _LIST_LIFE)
            .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        _write(path, made.public_bytes(serialization.Encoding.DER))
        return path.read_bytes()


@contextmanager
def _alone() -> Iterator[Path]:
    """Hold the folder while something in it is made, so that two workers do not make it twice."""
    folder = settings.current().state_dir / "signing"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _root(folder: Path) -> tuple[PrivateKey, x509.Certificate]:
    key_path, path = folder / "root-key.pem", folder / "root.pem"
    if path.exists():
        key = serialization.load_pem_private_key(key_path.read_bytes(), passphrase())
        if not isinstance(key, PrivateKey):
            raise TypeError("the root's key is on a curve, or an RSA key")
        return key, x509.load_pem_x509_certificate(path.read_bytes())
    key = _new_key()
    name = _name(ROOT_NAME)
    certificate = _certificate(name, name, key, key, is_root=True)
    locked = serialization.BestAvailableEncryption(passphrase())
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    _write(key_path, key.private_bytes(pem, pkcs8, locked))
    _write(path, certificate.public_bytes(pem))
    return key, certificate


def _issue(folder: Path, path: Path, subject: str, key: PrivateKey, *, is_clock: bool) -> None:
    root_key, root = _root(folder)
    certificate = _certificate(_name(subject), root.subject, key, root_key, is_clock=is_clock)
    locked = serialization.BestAvailableEncryption(passphrase())
    _write(path, pkcs12.serialize_key_and_certificates(path.stem.encode(), key, certificate, [root], locked))


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    issuer_key: PrivateKey,
    *,
    is_root: bool = False,
    is_clock: bool = False,
) -> x509.Certificate:
    at = clock.now()
    used = ("key_cert_sign", "crl_sign") if is_root else ("digital_signature", "content_commitment")
    unused = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    usage = x509.KeyUsage(**{word: word in used for word in _USAGE}, **dict.fromkeys(unused, False))
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _LIFE)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
    )
    if not is_root:
        where = x509.UniformResourceIdentifier(f"{settings.current().base_url}/xac-minh/thu-hoi.crl")
        point = x509.DistributionPoint([where], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if is_clock:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(words: str) -> x509.Name:
    # The standard allows a common name 64 bytes, and Vietnamese letters take up to three each.
    common = words.encode()[:64].decode(errors="ignore")
    parts = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _new_key() -> PrivateKey:
    # Officials' own keys are mostly RSA; one on a curve is made, opened and used in a tenth of the time.
    return generate_private_key(SECP256R1())


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or none, readable by nobody else."""
    whole = path.with_suffix(f"{path.suffix}.new")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    whole.replace(path)
