"""Settings run on defaults at home, and name everything that is missing in production."""

from pathlib import Path

import pytest

from app.core.settings import Settings, SettingsError

pytestmark = pytest.mark.no_database


def test_a_fresh_machine_needs_no_settings(tmp_path: Path) -> None:
    made = Settings.from_environment({"LENSAN_STATE_DIR": str(tmp_path)})

    assert made.development
    assert made.database_url == f"sqlite:///{tmp_path / 'lensan.db'}"
    assert made.jobs == "inside"


def test_a_made_up_secret_stays_the_same(tmp_path: Path) -> None:
    first, second = (Settings.from_environment({"LENSAN_STATE_DIR": str(tmp_path)}).secret_key for _ in range(2))

    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_names_every_missing_setting_at_once() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"LENSAN_ENV": "production", "LENSAN_JOBS": "perhaps"})

    for word in (
        "LENSAN_SECRET_KEY", "LENSAN_DATABASE_URL", "LENSAN_BASE_URL", "LENSAN_JOBS", "LENSAN_TRUSTED_PROXIES",
    ):  # fmt: skip
        assert word in str(refusal.value)


def test_production_takes_no_short_secret_and_makes_none(tmp_path: Path) -> None:
    given = {
        "LENSAN_ENV": "production",
        "LENSAN_DATABASE_URL": "sqlite://",
        "LENSAN_BASE_URL": "https://lensan.example",
        "LENSAN_STATE_DIR": str(tmp_path),
        "LENSAN_TRUSTED_PROXIES": "1",
    }
    with pytest.raises(SettingsError):
        Settings.from_environment(given | {"LENSAN_SECRET_KEY": "short"})

    made = Settings.from_environment(given | {"LENSAN_SECRET_KEY": "x" * 40})
    assert made.sepay_secret == ""
    assert not made.development
