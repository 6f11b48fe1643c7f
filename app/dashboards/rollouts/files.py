"""The published list as a file, with everything it takes to make the draw again."""

import csv
import io
from collections.abc import Sequence

from app.dashboards.rollouts import rules
from app.dashboards.rollouts.models import Rollout, RolloutHamlet

CSV_TYPE = "text/csv; charset=utf-8"
_COLUMNS = (
    *("ma_thon", "ten_thon", "cau", "ngay_boc", "so", "hat_giong", "khoa_xep", "thu_tu", "dot_boc"),
    *("dot_hien_nay", "thang_hoc"),
)


def as_csv(rollout: Rollout, listed: Sequence[RolloutHamlet]) -> bytes:
    """Return one row for each hamlet, as Excel opens it; before the draw whatever hangs on the number is empty."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(rollout, each) for each in listed)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _row(rollout: Rollout, each: RolloutHamlet) -> list[object]:
    seed = rollout.seed
    return [
        each.code, each.name, rollout.sentence, rollout.draw_on.isoformat(), rollout.digits, seed,
        rules.key_of(seed, each.code) if seed else "", each.position, each.drawn_wave, each.wave,
        f"{rollout.start_of(each.wave):%Y-%m}" if each.wave is not None else "",
    ]  # fmt: skip
