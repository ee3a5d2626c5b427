"""The pages as a person's browser shows them: each has its title, and the console no error."""

from pathlib import Path

import httpx

from tests.journeys.instance import Instance
from wider.check import Check, Failed, Tool
from wider.chromium import Browser, started
from wider.instance import ADMINISTRATOR, running

PICTURES = Path(__file__).resolve().parent.parent / "pictures"
# Path → a part of the title; those of the back office as its administrator.
_PAGES = {
    "api/v1/": "Root",
    "api/v1/products/": "Product",
    "api/docs/": "GoTuto",
    "api/redoc/": "GoTuto",
    "admin/": "GoTuto",
    "admin/order/order/": "order",
    "admin/catalog/product/add/": "product",
    "admin/auth/group/": "group",
    "admin/password_change/": "password",
}


def _run() -> str:
    PICTURES.mkdir(exist_ok=True)
    with running() as shop, started() as browser:
        sign_in(shop, browser)
        wrong = [told for path, title in _PAGES.items() if (told := _look(browser, shop.url, path, title))]
    if wrong:
        raise Failed("; ".join(wrong))
    return f"{len(_PAGES)} pages of API, documentation and back office: titles as expected, no error in the console"


def _look(browser: Browser, address: str, path: str, title: str) -> str:
    page = browser.open(f"{address}/{path}")
    (PICTURES / f"{path.strip('/').replace('/', '-')}.png").write_bytes(page.picture)
    if title.lower() not in page.title.lower():
        return f"/{path} is titled {page.title!r}, not {title!r}"
    return f"/{path}: {page.errors[0]}" if page.errors else ""


def sign_in(shop: Instance, browser: Browser) -> None:
    browser.sign_in(shop.url, "sessionid", session(shop))


def session(shop: Instance) -> str:
    """A session of the administrator."""
    with httpx.Client(base_url=shop.url, follow_redirects=True) as client:
        client.get("/admin/login/")
        form = {**ADMINISTRATOR, "csrfmiddlewaretoken": client.cookies["csrftoken"], "next": "/admin/"}
        client.post("/admin/login/", data=form, headers={"Referer": shop.url})
        return str(client.cookies["sessionid"])


CHECK = Check("browser", (Tool("chromium", ("chromium", "--version"), "Debian's chromium"),), _run)
