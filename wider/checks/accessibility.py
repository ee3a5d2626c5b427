"""Every list and form of the back office, its questions and the pages of the API, as axe-core judges them, light and dark."""

import json
from collections.abc import Iterator

import httpx

from tests.journeys.instance import Instance
from wider import npm
from wider.check import Check, Failed, Tool
from wider.checks.browser import session, sign_in
from wider.chromium import Browser, started
from wider.instance import running

_AXE = "axe-core@4.10.3"
_PAGES_OF_THE_API = ("", "api/login/", "api/docs/", "api/redoc/", "api/v1/", "api/v1/products/", "api/v1/categories/")
# WCAG 2.2, levels A and AA. What Swagger UI and Redoc draw is theirs; the page around it is ours.
_RUN = """
axe.run(
    {exclude: [["#swagger-ui"], ["redoc"], ["#redoc-container"]]},
    {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
).then(found => JSON.stringify(found.violations.map(
    one => [one.id, one.nodes.length, one.nodes[0].target.join(" "), one.nodes[0].failureSummary])))
"""


def _run() -> str:
    axe = npm.source(_AXE, "axe.min.js")
    with running() as shop, started() as browser:
        sign_in(shop, browser)
        addresses = [*pages_of_the_office(shop), *(f"{shop.url}/{path}" for path in _PAGES_OF_THE_API)]
        wrong = [told for scheme in ("light", "dark") for told in judged(browser, axe, addresses, scheme)]
    if wrong:
        raise Failed(f"{len(wrong)} violations; {'; '.join(wrong[:10])}")
    return f"{_AXE} finds no violation of WCAG 2.2 AA on {len(addresses)} pages of back office and API, light and dark"


def judged(browser: Browser, axe: str, addresses: list[str], scheme: str) -> Iterator[str]:
    """What axe-core finds on these pages, in the light or in the dark."""
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    for address in addresses:
        browser.open(address)
        browser.call("Runtime.evaluate", expression=axe)
        for rule, nodes, target, summary in json.loads(_evaluated(browser)):
            yield f"{scheme} {address}: {rule} x {nodes} at {target}: {' '.join(summary.split())[:160]}"


def _evaluated(browser: Browser) -> str:
    answer = browser.call("Runtime.evaluate", expression=_RUN, awaitPromise=True)
    told: str = answer["result"]["value"]
    return told


def pages_of_the_office(shop: Instance) -> list[str]:
    """The first page, and each list that the menu knows with the form of its first row, its form to add, and its questions."""
    with httpx.Client(base_url=shop.url) as client:
        client.cookies.set("sessionid", session(shop))
        lists = sorted(set(_links(client.get("/admin/").text, "/admin/", "/")))
        found = ["/admin/", *(path for path in lists if path.count("/") == 4)]
        for path in list(found[1:]):
            page = client.get(path).text
            rows = _links(page, path, "/change/")[:1]
            adds = _links(page, path, "/add/")[:1]
            found += [*rows, *adds, *(link for row in rows for link in _questions(client, row))]
    return [f"{shop.url}{path}" for path in dict.fromkeys(found)]


def _questions(client: httpx.Client, row: str) -> list[str]:
    page = client.get(row).text
    base = row.removesuffix("change/")
    return [link for link in _links(page, base, "/") if link not in (row, base) and not link.endswith("/delete/")]


def _links(page: str, beginning: str, end: str) -> list[str]:
    parts = (part.split('"')[0].split("?")[0] for part in page.split('href="')[1:])
    return [part for part in parts if part.startswith(beginning) and part.endswith(end)]


CHECK = Check(
    "accessibility",
    (
        Tool("chromium", ("chromium", "--version"), "Debian's chromium"),
        Tool("npm", ("npm", "--version"), "Debian's npm"),
    ),
    _run,
)
