"""The application: knows everything, known by nothing."""

import atexit
import logging
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from flask_compress import Compress
from flask_wtf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.utils import import_string

from app.core import collector, editions, ids, jobs, settings
from app.core.db import db, only_reads
from app.core.engines import prepare
from app.core.settings import Settings
from app.core.transaction import save_notes
from app.web import assets, contents, errors, filters, health, languages, navigation, pages, security, sign_in
from app.web.session import me
from merchants import journey
from payments import webhooks

SLICES = (
    "app.public.views",
    "app.public.hosts",
    "merchants.views",
    "merchants.training.views",
    "merchants.texts.views",
    "merchants.skills.views",
    "merchants.visits.views",
    "merchants.teams.views",
    "merchants.fieldwork.views",
    "merchants.helping.views",
    "merchants.papers.views",
    "merchants.identity.views",
    "merchants.ocop.views",
    "merchants.results.views",
    "merchants.notices.views",
    "merchants.search.views",
    "merchants.needs.views",
    "merchants.desk.views",
    "merchants.tourism.views",
    "merchants.rights.views",
    "merchants.incidents.views",
    "merchants.changes.views",
    "merchants.imports.views",
    "catalog.views",
    "payments.views",
    "payments.losses.views",
    "payments.signs.views",
    "payments.inbox.views",
    "payments.ladder.views",
    "payments.names.views",
    "payments.book.views",
    "payments.cards.views",
    "payments.partners.views",
    "payments.sightings.views",
    "payments.statements.views",
    "app.dashboards.views",
    "app.dashboards.adoption.views",
    "app.dashboards.agenda.views",
    "app.dashboards.cohorts.views",
    "app.dashboards.snags.views",
    "app.dashboards.former.views",
    "app.dashboards.rollups.views",
    "app.dashboards.indicators.views",
    "app.dashboards.periods.views",
    "app.dashboards.reported.views",
    "app.dashboards.reports.views",
    "app.dashboards.rollouts.views",
    "app.dashboards.trends.views",
    "app.particulars.views",
)
JOBS = (
    "merchants.jobs",
    "merchants.helping.jobs",
    "merchants.results.jobs",
    "merchants.training.jobs",
    "merchants.texts.jobs",
    "merchants.skills.jobs",
    "merchants.visits.jobs",
    "merchants.fieldwork.jobs",
    "merchants.papers.jobs",
    "merchants.ocop.jobs",
    "merchants.incidents.jobs",
    "merchants.changes.jobs",
    "merchants.imports.jobs",
    "catalog.jobs",
    "payments.jobs",
    "app.dashboards.cohorts.jobs",
    "app.dashboards.rollups.jobs",
    "app.dashboards.periods.jobs",
    "payments.inbox.jobs",
    "payments.statements.jobs",
    "payments.partners.jobs",
    "payments.signs.jobs",
    "payments.cards.jobs",
    "app.particulars.jobs",
)
# Who tells the later steps of a business on its owner's page.
JOURNEY = ("catalog.journey:steps", "payments.ladder.journey:steps", "merchants.training.journey:steps")
TRANSLATIONS = (
    "app/translations",
    "app/public/translations",
    "app/dashboards/translations",
    "app/dashboards/adoption/translations",
    "app/dashboards/agenda/translations",
    "app/dashboards/cohorts/translations",
    "app/dashboards/former/translations",
    "app/dashboards/rollups/translations",
    "app/dashboards/indicators/translations",
    "app/dashboards/periods/translations",
    "app/dashboards/reported/translations",
    "app/dashboards/reports/translations",
    "app/dashboards/rollouts/translations",
    "app/dashboards/snags/translations",
    "app/dashboards/trends/translations",
    "app/particulars/translations",
    "merchants/translations",
    "merchants/training/translations",
    "merchants/texts/translations",
    "merchants/skills/translations",
    "merchants/visits/translations",
    "merchants/teams/translations",
    "merchants/fieldwork/translations",
    "merchants/helping/translations",
    "merchants/identity/translations",
    "merchants/papers/translations",
    "merchants/ocop/translations",
    "merchants/results/translations",
    "merchants/notices/translations",
    "merchants/search/translations",
    "merchants/needs/translations",
    "merchants/desk/translations",
    "merchants/tourism/translations",
    "merchants/rights/translations",
    "merchants/incidents/translations",
    "merchants/changes/translations",
    "merchants/imports/translations",
    "catalog/translations",
    "payments/translations",
    "payments/losses/translations",
    "payments/signs/translations",
    "payments/inbox/translations",
    "payments/ladder/translations",
    "payments/names/translations",
    "payments/book/translations",
    "payments/cards/translations",
    "payments/partners/translations",
    "payments/sightings/translations",
    "payments/statements/translations",
)
CSRF = CSRFProtect()
_COMPRESSED = ["text/html", "application/json", "application/xml", "application/rss+xml", "image/svg+xml", "text/csv"]


class Site(Flask):
    """Flask, spared one question: whether each function it is about to call, a dozen a request, is a coroutine.

    Finding that out takes an eighth of the time of a page that was made before, or more. Nothing here is one.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func


@collector.resting()
def create_app(chosen: Settings | None = None) -> Flask:
    """Make the application.

    Raises:
        SettingsError: a setting is missing or cannot be read.
    """
    here = chosen or settings.current()
    settings.use(here)
    app = Site("app", root_path=str(settings.ROOT / "app"), static_url_path="/static")
    app.extensions["settings"] = here
    _configure(app, here)
    _logging(here)
    _extensions(app)
    _templates(app, here)
    app.session_interface = _Cookies(app)
    errors.install(app)
    pages.install(app)
    webhooks.install(app)
    security.install(app, here)
    _requests(app)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    journey.register(app, [import_string(teller) for teller in JOURNEY])
    return app


def serve() -> Flask:
    """Make the application for a server process, with the worker inside where one machine does everything."""
    app = create_app()
    here = settings.current()
    if here.jobs == "inside":
        jobs.start_worker(app.app_context)
        atexit.register(jobs.stop_worker)
    collector.settle()
    return app


def _configure(app: Flask, here: Settings) -> None:
    secure = here.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=here.secret_key,
        SQLALCHEMY_DATABASE_URI=here.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(here),
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=400,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_COOKIE_NAME="__Host-lensan" if secure else "lensan",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form left open overnight must still be accepted: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=";".join(str(settings.ROOT / folder) for folder in TRANSLATIONS),
        RATELIMIT_STORAGE_URI=here.redis_url or "memory://",
        RATELIMIT_STRATEGY="moving-window",
        COMPRESS_MIMETYPES=_COMPRESSED,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_ZSTD_LEVEL=3,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )


def _engine_options(here: Settings) -> dict[str, Any]:
    # Whatever goes wrong, what was to be written stands in no log: amounts and names are for those who may see them.
    quiet: dict[str, Any] = {"hide_parameters": True, "query_cache_size": 2_000}
    if here.database_url.startswith("sqlite"):
        return quiet | {"connect_args": {"timeout": 10}}
    return quiet | {"pool_size": 8, "max_overflow": 4, "pool_recycle": 1800}


def _logging(here: Settings) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # each part of the library tells of itself
    last = (
        structlog.dev.ConsoleRenderer() if here.development else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            _of_this_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _of_this_request(_logger: object, _method: str, said: Any) -> Any:
    if has_request_context() and "request_id" in g:
        said["request_id"] = g.request_id
    return said


def _extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        editions.watch(db.engine)
    languages.install(app)
    CSRF.init_app(app)
    Compress(app)
    WTFormsHelpers(app)


def _templates(app: Flask, here: Settings) -> None:
    # Every package with words of its own may have templates of its own.
    packages = [Path(folder).parent for folder in TRANSLATIONS if folder != "app/translations"]
    loaders: list[Any] = [app.jinja_loader]
    loaders += [
        PackageLoader(".".join(folder.parts)) for folder in packages if (settings.ROOT / folder / "templates").is_dir()
    ]
    loaders.append(PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}))
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    filters.register(app)
    app.jinja_env.globals["asset"] = assets.asset
    app.context_processor(lambda: _everywhere(here))


def _everywhere(here: Settings) -> dict[str, Any]:
    actor = me()
    menu = navigation.entries(actor)
    return {
        "me": actor,
        "menu": menu,
        "menu_place": navigation.place(menu, request.path) if has_request_context() else "",
        "contact_phone": here.contact_phone,
        "demo_mode": here.development,
        "language": languages.language(),
    }


class _Cookies(SecureCookieSessionInterface):
    """Flask's cookies, with the signer made once and not for every visitor who carries none."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> Any:  # noqa: ARG002  Flask gives it
        return self._signer


def _requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.request_id = ids.short_code(8)
        g.only_reads = only_reads.set(request.method in ("GET", "HEAD", "OPTIONS"))
        languages.remember_choice()

    @app.after_request
    def keep_notes(response: Response) -> Response:
        # The one write a page that only reads may do: who looked at whose file must be known to the owner.
        save_notes()
        return response

    @app.teardown_request
    def finish(_error: BaseException | None) -> None:
        token = g.pop("only_reads", None)
        if token is not None:
            only_reads.reset(token)


def _blueprints() -> list[Any]:
    found: list[Any] = [sign_in.bp, contents.bp, health.bp, assets.bp]
    for name in SLICES:
        module = import_module(name)
        found += getattr(module, "blueprints", None) or [module.bp]
        for exempt in getattr(module, "csrf_exempt", ()):
            CSRF.exempt(exempt)
    for name in JOBS:
        if (settings.ROOT / Path(*name.split("."))).with_suffix(".py").exists():
            import_module(name)
    return found
