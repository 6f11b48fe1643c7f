"""What every answer carries: headers, languages, kind errors, protection, budgets."""

import inspect

import pytest
from flask import Flask

from app.core.db import db
from tests.browser import Browser


def test_every_answer_forbids_inline_script_and_framing(browser: Browser) -> None:
    headers = browser.visit("/").response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_is_out_of_reach_of_script(browser: Browser) -> None:
    cookie = browser.visit("/vao/so").response.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_site_served_over_tls_sends_its_cookie_only_there(app: Flask) -> None:
    from dataclasses import replace

    from app.factory import create_app

    secure = create_app(replace(app.extensions["settings"], base_url="https://lensan.example"))
    with secure.app_context():
        db.engine.dispose()

    assert secure.config["SESSION_COOKIE_SECURE"]
    assert secure.config["SESSION_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize(("language", "word"), [("vi", "Vào trang"), ("en", "Sign in")])
def test_a_language_once_chosen_is_kept(browser: Browser, language: str, word: str) -> None:
    browser.visit(f"/?lang={language}")
    page = browser.visit("/vao")

    assert word in page.text
    assert f'lang="{language}"' in page.html


def test_nothing_here_is_said_kindly_and_with_a_telephone(browser: Browser) -> None:
    page = browser.visit("/khong-co-trang-nay")

    assert (page.status, "0227 123 4567" in page.text) == (404, True)


def test_a_form_without_its_token_changes_nothing_and_comes_back(browser: Browser) -> None:
    page = Browser(browser.app)._run("post", "/vao/so", data={"phone": "0912345678"})

    assert (page.status, page.location) == (303, "/vao/so")


def test_health_is_told_to_machines(browser: Browser) -> None:
    assert browser.visit("/healthz").response.json == {"status": "ok"}
    assert browser.visit("/readyz").response.json == {"status": "ready"}


def test_nothing_a_request_calls_is_a_coroutine(app: Flask) -> None:
    each_request = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    functions = [*app.view_functions.values(), *app.teardown_appcontext_funcs]
    functions += [function for hooks in each_request for listed in hooks.values() for function in listed]

    assert len(functions) > 400
    assert [function for function in functions if inspect.iscoroutinefunction(function)] == []
