"""Money as its people move it: buyers and staff, by clicks in Chromium on a running instance; pictures of each step are kept."""

from tests.journeys.street import Street
from wider.check import Check, Tool
from wider.checks.browser import PICTURES, sign_in
from wider.chromium import started
from wider.instance import running
from wider.money import banking, buying, cancelling, refunding
from wider.money.shop import Shop


def _run() -> str:
    pictures = PICTURES / "money"
    pictures.mkdir(parents=True, exist_ok=True)
    with running() as instance, Street(instance) as street, started() as browser:
        shop = Shop(instance, street, browser, pictures)
        # The buyer's browser knows nobody.
        seen = [buying.play(shop)]
        sign_in(instance, browser)
        seen += [journey.play(shop) for journey in (refunding, cancelling, banking)]
    return f"by clicks: {'; '.join(seen)}"


CHECK = Check("money", (Tool("chromium", ("chromium", "--version"), "Debian's chromium"),), _run)
