"""What the trial run says is what happens: for any list, over any dossiers that are there already."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchants.imports.models import ListImport
from merchants.imports.services import walking
from merchants.imports.states import ImportState
from tests.factories import imports as make
from tests.factories.imports import line

NAMES = st.sampled_from(
    ["Nguyễn Thị Mận", "nguyen thi man", unicodedata.normalize("NFD", "Nguyễn Thị Mận"), "Lê Hà", ""]
)
LINES = st.fixed_dictionaries(
    {
        "owner_name": NAMES,
        "birth_year": st.sampled_from([None, 1964, 1971, "64"]),
        "phone": st.sampled_from([None, "0912345678", 912345678, "0987654321", "12"]),
        "hamlet": st.sampled_from(["Thôn Vạn Chài", "Cửa Lạch", "Xóm Lạ"]),
        "citizen_id": st.sampled_from([None, None, None, "034164000001", 34171000002]),
        "business_name": st.sampled_from([None, "Mắm", "=1+1"]),
        "apart": st.sampled_from([None, None, "x"]),
    }
)
LISTS = st.lists(LINES, min_size=1, max_size=8)


@given(before=LISTS, after=LISTS)
@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_trial_says_what_happens_and_the_same_list_again_makes_nothing(
    session: object, monkeypatch: object, before: list[dict[str, object]], after: list[dict[str, object]]
) -> None:
    monkeypatch.setattr(walking, "BATCH", 3)  # type: ignore[attr-defined]
    by = make.clerk()
    for each in (before, after):
        data = make.workbook([line(**cells) for cells in each])
        found = taken_if_possible(data, by)
        assert found.happened in (found.expected, {}), found.happened
    # Whoever said that a line is another household says so again; nothing else is made a second time.
    again = make.checked(make.as_csv([line(**cells) for cells in after if not cells["apart"]]), by=by)
    assert again.expected.get("new", 0) == 0


def taken_if_possible(data: bytes, by: object) -> ListImport:
    found = make.checked(data, by=by)
    if found.state is ImportState.CHECKED:
        with make.transaction():
            make.services.accept(found, by=found.actor())
        make.jobs.run_pending()
    return make.fresh(found)
