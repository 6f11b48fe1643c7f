"""What the sections are called where words are added."""

from flask_babel import lazy_gettext as _l

from app.dashboards.reports.rules import Section

SECTIONS = {
    Section.SUMMARY: _l("A remark on the summary"),
    Section.WHY: _l("A remark on why the number changed"),
    Section.ASKS: _l("What the commune or the province is asked to solve: who, what, by when"),
    Section.DONE: _l("What was done since the last report"),
}
