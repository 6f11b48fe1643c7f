"""Languages: which one an answer speaks, and the one catalogue of words behind it."""

from functools import cache
from typing import Any

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, Domain, get_locale

LANGUAGES = ("vi", "en")


def language() -> str:
    """Return the language of this answer: Vietnamese, unless somebody asked for English."""
    locale = get_locale()
    return "vi" if locale is None else str(locale.language)


def chosen() -> str:
    """Return the language somebody asked for, by address or earlier; commands and jobs speak as the commune does."""
    if not has_request_context():
        return "vi"
    wanted = request.args.get("lang") or session.get("language")
    return wanted if wanted in LANGUAGES else "vi"


def remember_choice() -> None:
    """Keep the language that an address asks for; whoever speaks it already gets no new cookie."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and session.get("language", "vi") != wanted:
        session["language"] = wanted


def install(app: Flask) -> None:
    """Let Flask-Babel and templates look words up in one dictionary a language, read once a process."""
    babel = Babel(app, locale_selector=chosen)
    babel.domain_instance = _OneCatalogue()
    templates: Any = app.jinja_env  # the extension for words has added to it
    templates.install_gettext_callables(
        gettext=lambda text: _words().gettext(text),
        ngettext=lambda one, many, number: _words().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: _words().pgettext(context, text),
        npgettext=lambda context, one, many, number: _words().npgettext(context, one, many, number),
    )


class _OneCatalogue(Domain):
    """Flask-Babel finds the language and the catalogues again for every word; this does it once."""

    def get_translations(self) -> Any:
        return _words()

    def gettext(self, string: str, **variables: Any) -> str:
        found: str = _words().gettext(string)
        return found % variables if variables else found


def _words() -> Any:
    # What get_locale() answers, kept by Flask-Babel for the request or for a block in another language.
    kept = g.get("_flask_babel")
    locale: Any = getattr(kept, "babel_locale", None) or get_locale()
    return _catalogue(locale.language, current_app.config["BABEL_TRANSLATION_DIRECTORIES"])


@cache
def _catalogue(language: str, folders: str) -> Any:
    merged = Translations()
    for folder in folders.split(";"):
        found: Any = Translations.load(folder, [language])
        merged.merge(found)
        # Merging takes words only, not how the language counts.
        merged.plural = getattr(found, "plural", merged.plural)
    return merged
