"""The last thing `make up` prints: where to go, and with a demo shop who one is there and an order to place."""

from collections.abc import Mapping
from importlib import import_module

# What a demo shop has to say; loaded by name, as the programs are.
DEMO = "config.demo_lines"


def welcome(environment: Mapping[str, str], *, seconds: float, demo: bool) -> str:
    """The text for people."""
    url = environment["GOTUTO_URL"]
    lines = [
        "",
        f"GoTuto runs on {url} (ready after {seconds:.1f} s)",
        "",
        f"  Start here   {url}/",
        f"  API          {url}/api/v1/",
        f"  API docs     {url}/api/docs/",
        f"  Admin        {url}/admin/",
        f"  Logs         {environment['GOTUTO_DATA_DIR']}/log/",
        "",
        *(import_module(DEMO).demo_lines(environment) if demo else []),
        "Ctrl-C stops everything; the data stays.",
    ]
    return "\n".join(lines)
