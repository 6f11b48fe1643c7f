"""The page that asks whether classes helped, over a million attendances, on both databases.

Prints, for each, how long the night's count takes, and how long the page takes an official of the whole province: the
median of 25 times through the application, asked to stay within 100 ms. The page asks for what the night has counted;
the night is where a million attendances are read.
"""

import random
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from ground.site import site

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ATTENDANCES = 1_000_000
BUSINESSES = 100_000
A_CLASS = 20
HAMLETS, TAUGHT_HAMLETS = 254, 240
DAYS = 730
ASKED_MS = 100
PROVINCE = "33/"


def fill() -> None:
    """Make the businesses of a province, two years of classes, who came, and who was paid without cash."""
    from app.core import areas, clock
    from app.core.bulk import look_again
    from app.core.db import db
    from app.core.ids import new_id
    from merchants.models import Merchant
    from merchants.training.models import Enrolment, TrainingSession
    from payments.models import PaymentEvidence

    draw, today = random.Random(1), clock.today()
    places = [place for commune in areas.communes(today) for place in areas.hamlets(commune.path, today)]
    # The demonstration has few hamlets: others are numbered behind them, since a path needs no row to be counted.
    paths = [place.path for place in places] + [f"33/12826/{number}/" for number in range(100, 100 + HAMLETS)]
    ids = [new_id() for _ in range(BUSINESSES)]
    fill_businesses(ids, paths[:HAMLETS], places[0].id)
    fill_classes(ids, paths[:HAMLETS], draw)
    fill_proofs(ids, draw)
    for model in (Merchant, TrainingSession, Enrolment, PaymentEvidence):
        look_again(model.__table__)  # type: ignore[arg-type]  # declared models keep a Table here
    db.session.commit()


def fill_businesses(ids: list[UUID], paths: list[str], area_id: UUID) -> None:
    """Make confirmed businesses, as many in each hamlet."""
    from app.core import clock
    from app.core.db import db
    from app.core.ids import dossier_code
    from merchants.models import Merchant
    from merchants.rules import Craft
    from merchants.states import Stage

    then = clock.now() - timedelta(days=900)
    fixed = {"craft": Craft.RICE, "stage": Stage.CONFIRMED, "confirmed_at": then, "submitted_at": then,
             "started_at": then, "version": 1, "area_id": area_id}  # fmt: skip
    for first in range(0, len(ids), 10_000):
        rows = []
        for number in range(first, first + 10_000):
            code = dossier_code(block=2000 + number // 90_000, running=number % 90_000)
            rows.append(fixed | {"id": ids[number], "code": code, "area_path": paths[number % len(paths)]})
        db.session.execute(Merchant.__table__.insert(), rows)  # type: ignore[attr-defined]  # the table itself
        db.session.commit()


def fill_classes(ids: list[UUID], paths: list[str], draw: random.Random) -> None:
    """Make classes of twenty: hamlet after hamlet begins in two years, and half of its businesses never come."""
    from app.core import clock
    from app.core.bulk import insert_many
    from app.core.db import db
    from app.core.ids import new_id
    from merchants.training.models import Enrolment, TrainingSession
    from merchants.training.states import Attendance, SessionState

    now, today = clock.now(), clock.today()
    coming = [ids[hamlet : len(ids) // 2 : HAMLETS] for hamlet in range(TAUGHT_HAMLETS)]
    fixed = {"course_id": a_course(), "place_note": "x", "capacity": 25, "trainer_id": None, "trainer_name": "x",
             "state": SessionState.HELD, "start_time": now.time(), "version": 1}  # fmt: skip
    person = {"person_name": "x", "attendance": Attendance.PRESENT, "signed_up_at": now, "cancelled_at": None,
              "recorded_at": now}  # fmt: skip
    for first in range(0, ATTENDANCES // A_CLASS, 5_000):
        sessions, people = [], []
        for number in range(first, first + 5_000):
            hamlet, session_id = number % TAUGHT_HAMLETS, new_id()
            held_on = today - timedelta(days=draw.randrange(DAYS - DAYS * hamlet // HAMLETS))
            sessions.append(fixed | {"id": session_id, "area_path": paths[hamlet], "held_on": held_on})
            people += [
                person | {"id": new_id(), "session_id": session_id, "merchant_id": merchant_id}
                for merchant_id in draw.sample(coming[hamlet], A_CLASS)
            ]
        insert_many(TrainingSession.__table__, sessions)  # type: ignore[arg-type]  # declared models keep a Table here
        insert_many(Enrolment.__table__, people)  # type: ignore[arg-type]  # as above
        db.session.commit()


def a_course() -> UUID:
    """Return one of the courses."""
    from app.core.db import db
    from merchants.training.models import Course
    from merchants.training.services import load_courses

    load_courses()
    return db.session.query(Course.id).first()[0]  # type: ignore[index]  # they have just been loaded


def fill_proofs(ids: list[UUID], draw: random.Random) -> None:
    """Make proofs of payments, one in three a sign only."""
    from app.core import clock
    from app.core.db import db
    from app.core.ids import new_id
    from payments.models import PaymentEvidence, PaymentRequest
    from payments.rules import Grade
    from payments.states import RequestState

    now, today, grades = clock.now(), clock.today(), (Grade.A, Grade.B, Grade.C)
    asked = {
        "bank_bin": "970436", "account_no": "0", "holder_name": "X", "amount_vnd": 50_000, "note": "", "version": 1,
        "state": RequestState.PAID, "created_at": now, "expires_at": now + timedelta(days=1), "paid_at": now,
    }  # fmt: skip
    requests = [
        asked | {"id": new_id(), "reference": f"{number:010d}", "merchant_id": draw.choice(ids)}
        for number in range(len(ids))
    ]
    db.session.execute(PaymentRequest.__table__.insert(), requests)  # type: ignore[attr-defined]  # the table itself
    rows = [
        {"id": new_id(), "merchant_id": each["merchant_id"], "request_id": each["id"], "source": "x",
         "occurred_on": today - timedelta(days=draw.randrange(DAYS)), "grade": draw.choice(grades)}
        for each in requests
    ]  # fmt: skip
    db.session.execute(PaymentEvidence.__table__.insert(), rows)  # type: ignore[attr-defined]  # the table itself


def measure(kind: str) -> None:
    """Fill, count, ask, print."""
    from app.core import clock
    from app.core.db import db
    from app.core.ids import new_id
    from app.core.transaction import transaction
    from app.dashboards.cohorts import services
    from app.dashboards.cohorts.models import CohortCount
    from app.policy import Actor, Holding, Role
    from merchants.training.models import Enrolment
    from tests.browser import Browser

    with tempfile.TemporaryDirectory() as folder, site(kind, Path(folder)) as app:
        fill()
        came = db.session.query(Enrolment).count()
        start = time.perf_counter()
        with transaction():
            cohorts = services.reckon(clock.today())
        night = time.perf_counter() - start
        browser = Browser(app)
        browser.sign_in(Actor(new_id(), "x", (Holding(Role.PROVINCE, PROVINCE),)))
        times = []
        for _ in range(26):
            start = time.perf_counter()
            page = browser.client.get("/cb/lop")
            times.append((time.perf_counter() - start) * 1000)
            assert page.status_code == 200
        middle = sorted(times[1:])[len(times) // 2]
        assert db.session.query(CohortCount).count() == cohorts > 0
        print(
            f"{kind}: {came:,} attendances, {cohorts:,} cohorts; /cb/lop {middle:.0f} ms (asked: at most {ASKED_MS}); "
            f"the night's count {night:.1f} s"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        for kind in ("sqlite", "postgresql"):
            if subprocess.run([sys.executable, __file__, kind], check=False).returncode:
                raise SystemExit(f"{kind} failed")
