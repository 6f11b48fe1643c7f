"""Settings: read once from the environment, frozen, with defaults that run on one machine with nothing installed."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TRUE = {"1", "true", "yes", "on"}
_RINGS = ("LENSAN_SEAL_KEYS", "LENSAN_BLIND_KEYS", "LENSAN_STAMP_KEYS")
_KEY_NAME = re.compile(r"[a-z0-9]{1,16}")


class SettingsError(Exception):
    """One or more settings are missing or cannot be read; the message names all of them."""


@dataclass(frozen=True)
class Signing:
    """Whose keys sign papers: ``development`` (made here), ``pkcs12`` (files), ``pkcs11`` (a token); "" signs none."""

    keys: str
    pkcs12_dir: Path
    pkcs12_passphrase: str = field(repr=False)
    pkcs11_module: str
    pkcs11_token: str
    pkcs11_pin: str = field(repr=False)
    # Certificates, as PEM, that signatures are trusted to lead back to.
    roots: str
    # Pictures of hands and seals: <key>.png.
    images_dir: str
    # A time-stamp authority: with one, signatures are B-LTA, without, B-B.
    tsa_url: str


@dataclass(frozen=True)
class Settings:
    """Everything the site needs to know about where it runs."""

    environment: str
    database_url: str
    storage_url: str
    secret_key: str
    base_url: str
    state_dir: Path
    jobs: str
    redis_url: str
    smtp_url: str
    mail_from: str
    sms_url: str
    sms_key: str
    zalo_url: str
    zalo_key: str
    # Texts that people send: what proves that the provider hands them over, and the number they are sent to.
    texts_key: str = field(repr=False)
    texts_number: str
    sepay_secret: str
    # The other ways of being told of money; empty: that door is shut.
    sepay_api_key: str = field(repr=False)
    casso_key: str = field(repr=False)
    casso_token: str = field(repr=False)
    payos_key: str = field(repr=False)
    # The card processor: a restricted key, the secret of its messages, and for tests another address.
    stripe_key: str = field(repr=False)
    stripe_webhook_secret: str = field(repr=False)
    stripe_url: str
    contact_phone: str
    executor_id: str
    worker_silent_s: int
    trusted_proxies: int
    signing: Signing
    # The first key seals, the others still open; empty: one key made from the site's secret.
    seal_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    blind_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    # Seeds of Ed25519 keys: the first stamps, the others are still believed.
    stamp_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    @property
    def development(self) -> bool:
        """Whether codes may be shown on the outbox page and cookies travel without TLS."""
        return self.environment == "development"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read ``LENSAN_…`` variables.

        Raises:
            SettingsError: in production a needed variable is missing, or a value is not one of those allowed.
        """
        env = os.environ if environ is None else environ
        environment = env.get("LENSAN_ENV", "development")
        problems = []
        if environment not in ("development", "production"):
            problems.append("LENSAN_ENV must be development or production")
        jobs = env.get("LENSAN_JOBS", "inside" if environment == "development" else "separate")
        if jobs not in ("inside", "separate"):
            problems.append("LENSAN_JOBS must be inside or separate")
        if environment == "production":
            # How many proxies stand before us is asked outright: a wrong guess lets anybody forge where they come from.
            needed = ("LENSAN_SECRET_KEY", "LENSAN_DATABASE_URL", "LENSAN_BASE_URL", "LENSAN_TRUSTED_PROXIES")
            problems += [f"{name} is not set" for name in needed if not env.get(name)]
            if 0 < len(env.get("LENSAN_SECRET_KEY", "")) < 32:
                problems.append("LENSAN_SECRET_KEY must have at least 32 characters")
        for name in ("LENSAN_TRUSTED_PROXIES", "LENSAN_WORKER_SILENT_S"):
            if not re.fullmatch(r"[0-9]{0,4}", env.get(name, "")):
                problems.append(f"{name} must be a whole number")
        rings = {name: _keys(name, env.get(name, ""), problems) for name in _RINGS}
        state_dir = Path(env.get("LENSAN_STATE_DIR", str(ROOT / "var"))).resolve()
        signing = _signing(env, environment, state_dir, problems)
        if problems:
            raise SettingsError("; ".join(problems))
        return cls(
            environment=environment,
            database_url=env.get("LENSAN_DATABASE_URL") or f"sqlite:///{state_dir / 'lensan.db'}",
            storage_url=env.get("LENSAN_STORAGE_URL") or f"file://{state_dir / 'files'}",
            secret_key=env.get("LENSAN_SECRET_KEY") or _kept_secret(state_dir / "secret-key"),
            base_url=(env.get("LENSAN_BASE_URL") or f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/"),
            state_dir=state_dir,
            jobs=jobs,
            redis_url=env.get("LENSAN_REDIS_URL", ""),
            smtp_url=env.get("LENSAN_SMTP_URL", ""),
            mail_from=env.get("LENSAN_MAIL_FROM", "lensan@localhost"),
            sms_url=env.get("LENSAN_SMS_URL", ""),
            sms_key=env.get("LENSAN_SMS_KEY", ""),
            zalo_url=env.get("LENSAN_ZALO_URL", ""),
            zalo_key=env.get("LENSAN_ZALO_KEY", ""),
            texts_key=env.get("LENSAN_TEXTS_KEY") or _kept_secret(state_dir / "texts-key", environment),
            texts_number=env.get("LENSAN_TEXTS_NUMBER", ""),
            sepay_secret=env.get("LENSAN_SEPAY_SECRET") or _kept_secret(state_dir / "sepay-secret", environment),
            sepay_api_key=env.get("LENSAN_SEPAY_API_KEY", ""),
            casso_key=env.get("LENSAN_CASSO_KEY", ""),
            casso_token=env.get("LENSAN_CASSO_TOKEN", ""),
            payos_key=env.get("LENSAN_PAYOS_KEY", ""),
            stripe_key=env.get("LENSAN_STRIPE_KEY", ""),
            stripe_webhook_secret=env.get("LENSAN_STRIPE_WEBHOOK_SECRET", ""),
            stripe_url=env.get("LENSAN_STRIPE_URL", ""),
            contact_phone=env.get("LENSAN_CONTACT_PHONE", "0227 123 4567"),
            executor_id=env.get("LENSAN_EXECUTOR_ID", "lensan-1"),
            worker_silent_s=int(env.get("LENSAN_WORKER_SILENT_S") or 120),
            trusted_proxies=int(env.get("LENSAN_TRUSTED_PROXIES") or 0),
            signing=signing,
            seal_keys=rings["LENSAN_SEAL_KEYS"],
            blind_keys=rings["LENSAN_BLIND_KEYS"],
            stamp_keys=rings["LENSAN_STAMP_KEYS"],
        )


def _signing(env: Mapping[str, str], environment: str, state_dir: Path, problems: list[str]) -> Signing:
    """Read whose keys sign; made-up keys sign on a developer's machine only."""
    keys = env.get("LENSAN_SIGNING", "development" if environment == "development" else "")
    allowed = ("", "pkcs12", "pkcs11") if environment == "production" else ("", "pkcs12", "pkcs11", "development")
    if keys not in allowed:
        problems.append("LENSAN_SIGNING must be pkcs12 or pkcs11")
    return Signing(
        keys=keys,
        pkcs12_dir=Path(env.get("LENSAN_PKCS12_DIR") or str(state_dir / "keys")),
        pkcs12_passphrase=env.get("LENSAN_PKCS12_PASSPHRASE", ""),
        pkcs11_module=env.get("LENSAN_PKCS11_MODULE", ""),
        pkcs11_token=env.get("LENSAN_PKCS11_TOKEN", ""),
        pkcs11_pin=env.get("LENSAN_PKCS11_PIN", ""),
        roots=env.get("LENSAN_SIGNING_ROOTS", ""),
        images_dir=env.get("LENSAN_SIGNING_IMAGES", ""),
        tsa_url=env.get("LENSAN_TSA_URL", ""),
    )


def _keys(name: str, text: str, problems: list[str]) -> tuple[tuple[str, bytes], ...]:
    """Read ``newest:BASE64,older:BASE64``: a name of letters and digits, and 32 bytes, for each key."""
    found: dict[str, bytes] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        key_id, _, key = part.partition(":")
        try:
            raw = base64.urlsafe_b64decode(key)
        except ValueError:
            raw = b""
        if not _KEY_NAME.fullmatch(key_id) or key_id == "0" or key_id in found or len(raw) != 32:
            problems.append(f"{name}: write each key as name:key, as `lensan keys new` prints it, and each name once")
            break
        found[key_id] = raw
    return tuple(found.items())


def _kept_secret(path: Path, environment: str = "development") -> str:
    """Return a secret kept in a file, made at first use; production must name its secrets and gets none."""
    if environment == "production":
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    return secret


_current: Settings | None = None


def current() -> Settings:
    """Return the settings the application was made with."""
    global _current
    if _current is None:
        _current = Settings.from_environment()
    return _current


def use(settings: Settings) -> None:
    """Make these the settings of this process; called by the factory."""
    global _current
    _current = settings
