"""The last thing `make up` prints: where to go, and with a demo shop who one is there and an order to place."""

from collections.abc import Mapping
from importlib import import_module

from gotuto.configuration import Configuration

# What a demo shop has to say, and what is limited; loaded by name, as the programs are.
DEMO = "config.demo_lines"
LIMITS = "config.limit_line"


def welcome(environment: Mapping[str, str], configuration: Configuration, *, seconds: float, demo: bool) -> str:
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
        f"  Limits       {import_module(LIMITS).limit_line(configuration)}",
        f"  Logs         {environment['GOTUTO_DATA_DIR']}/log/",
        "",
        *(import_module(DEMO).demo_lines(environment) if demo else []),
        "Ctrl-C stops everything; the data stays.",
    ]
    return "\n".join(lines)
