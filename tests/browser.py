"""A browser without a screen: follows forms as they are on the page, and checks what every page owes."""

import contextvars
import io
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import TextClause, text
from werkzeug.test import TestResponse

from app.accounts import services
from app.accounts.models import Account
from app.core import clock
from app.core.db import Base, db
from app.core.ids import new_id
from app.policy import Actor, Role

# Signing out, and what a lost session answers: a second click meets somebody else.
SENT_ONCE = ("/ra", "/vao")
# The addresses whose forms were acted upon and clicked a second time, since the running test began.
sent_twice: set[str] = set()


@dataclass
class Page:
    """One answer."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str | None:
        return self.response.location

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def data(self) -> bytes:
        return self.response.get_data()

    @property
    def text(self) -> str:
        """The words of the page, in one line, without markup, script and style."""
        bare = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", self.html)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())

    @property
    def title(self) -> str:
        found = re.search(r"(?s)<title>(.*?)</title>", self.html)
        return unescape(found.group(1)).strip() if found else ""

    @property
    def links(self) -> list[str]:
        return [unescape(found) for found in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', self.html)]

    def hidden(self, name: str) -> str | None:
        for tag in re.findall(r"<input\b[^>]*>", self.html):
            if f'name="{name}"' in tag:
                found = re.search(r'value="([^"]*)"', tag)
                return unescape(found.group(1)) if found else ""
        return None


def check_page(page: Page) -> None:
    """Assert what every whole page owes its reader; what lies in a template is not on it yet."""
    html = re.sub(r"(?s)<template\b.*?</template>", "", page.html)
    assert page.title, "a page has a title"
    assert len(re.findall(r"<h1\b", html)) == 1, "a page has one main heading"
    assert re.search(r'<html\b[^>]*\blang="(vi|en)"', html), "a page says its language"
    assert not re.search(r"\son[a-z]+=", re.sub(r"(?s)<script\b.*?</script>", "", html)), "no inline script"
    assert not re.search(r'<[^>]+\sstyle="', html), "no inline style"
    assert ">None<" not in html, "nothing leaks from the template"
    assert "{{" not in page.text, "nothing leaks from the template"
    for form in re.findall(r'(?s)<form\b[^>]*method="post"[^>]*>.*?</form>', html):
        assert 'name="csrf_token"' in form, "every form is protected"


class Browser:
    """One person's browser: keeps cookies, sends forms with their hidden fields."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, who: Account | Actor) -> None:
        """Sign in as an account, or as an actor, for whom an account is made."""
        account = who if isinstance(who, Account) else account_of(who)
        opened = services.open_session(account, borrowed=False, office=False)
        db.session.commit()
        self._set(opened)

    def sign_in_to_dossier(self, merchant_id: Any) -> None:
        """Hold one dossier, as somebody without a telephone does."""
        opened = services.open_dossier_session(merchant_id=merchant_id)
        db.session.commit()
        self._set(opened)

    def _set(self, opened: services.Opened) -> None:
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie["token"] = opened.token
            cookie["seen"] = int(clock.now().timestamp())

    def visit(self, path: str, **kwargs: Any) -> Page:
        """Get a page."""
        return self._run("get", path, **kwargs)

    def post(self, path: str, **values: Any) -> Page:
        """Send values to an address as they are, with the forgery token and a key, as a page's button would."""
        return self._twice(path, {"csrf_token": self._token(), "_khoa": str(new_id()), **values})

    def post_json(self, path: str, sent: Any) -> Page:
        """Send JSON with the forgery token in the header, as a script of ours does."""
        return self._run("post", path, json=sent, headers={"X-CSRFToken": self._token()})

    def fill(self, path: str, *, to: str | None = None, **values: Any) -> Page:
        """Open a page, fill in its form, and send it with the page's own hidden fields."""
        shown = self.visit(path)
        if shown.status != 200:
            return shown
        hidden = {name: shown.hidden(name) for name in ("csrf_token", "_khoa")}
        sent = {name: value for name, value in hidden.items() if value is not None} | values
        return self._twice(to or path, sent)

    def _twice(self, path: str, values: dict[str, Any]) -> Page:
        """Send a form, and if it was acted upon, click once more: nothing may be made a second time."""
        send, send_again = (_copied(values) for _ in range(2))
        first = self._run("post", path, data=send, content_type="multipart/form-data")
        acted = first.status == 303 or (first.status == 200 and first.response.mimetype == "text/html")
        if acted and not path.startswith(SENT_ONCE):
            made = counts()
            second = self._run("post", path, data=send_again, content_type="multipart/form-data")
            check_second_click(self.app, path, second.status, made)
        return first

    def again(self, path: str, values: dict[str, Any]) -> Page:
        """Send exactly the same form once more, key and all."""
        return self._run("post", path, data=values, content_type="multipart/form-data")

    def _token(self) -> str:
        page = self.visit("/vao/so")
        return page.hidden("csrf_token") or ""

    def _run(self, method: str, path: str, **kwargs: Any) -> Page:
        # An empty context, so that nothing leaks from the test's own application context into the request.
        response = contextvars.Context().run(getattr(self.client, method), path, buffered=True, **kwargs)
        page = Page(response)
        if page.response.mimetype == "text/html" and page.status != 303:
            check_page(page)
        return page


def _copied(values: dict[str, Any]) -> dict[str, Any]:
    """Copy a form's values; what is read from a file is read again from its start."""
    return {name: _fresh(value) for name, value in values.items()}


def _fresh(value: Any) -> Any:
    if isinstance(value, list):
        return [_fresh(each) for each in value]
    if isinstance(value, tuple) and value and isinstance(value[0], io.BytesIO):
        return (io.BytesIO(value[0].getvalue()), *value[1:])
    return value


def check_second_click(app: Flask, path: str, status: int, made: dict[str, int]) -> None:
    """Assert that a form sent a second time made nothing, and note that its address was tried."""
    assert status < 500, f"{path} sent twice: {status}"
    assert counts() == made, f"{path} sent twice made something twice"
    rule, _ = app.url_map.bind("localhost").match(path.partition("?")[0], method="POST", return_rule=True)
    sent_twice.add(rule.rule)


def counts() -> dict[str, int]:
    """Return how many rows each table has, but for notes of what is to be made again: any change leaves one."""
    return dict(db.session.execute(_counted()).mappings().one())


@cache
def _counted() -> TextClause:
    # Built once, as text: with a hundred tables the question costs more to put than to answer.
    tables = [name for name in Base.metadata.tables if name not in ("place_touch", "feed_change")]
    return text("select " + ", ".join(f'(select count(*) from "{name}") as "{name}"' for name in tables))


def account_of(actor: Actor) -> Account:
    """Return an account that holds what an actor holds."""
    account = Account(
        id=actor.account_id or new_id(),
        name=actor.name or "Người thử",
        phone=f"+849{new_id().int % 10**8:08d}",
        created_at=clock.now(),
    )
    existing = db.session.get(Account, account.id)
    if existing is not None:
        return existing
    db.session.add(account)
    db.session.flush()
    for holding in actor.holdings:
        services.grant(
            account,
            role=Role(holding.role),
            area_path=holding.area_path,
            merchant_id=holding.merchant_id,
            by=Actor.system("test"),
        )
    db.session.commit()
    return account
