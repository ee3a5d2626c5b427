"""The API as its OpenAPI document promises it: schemathesis with all its checks, as four kinds of people."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.http_client import HttpClient
from tests.journeys.instance import Instance
from wider.check import Check, Failed, Missed, Tool
from wider.instance import running

_ROOT = Path(__file__).resolve().parents[2]
_UV = str(Path(sys.executable).with_name("uv"))
_EXAMPLES = "5"
_SEED = "1"
# What may be answered to a request that the schema allows; 409, 412 and 422 are what the business says of it, 429 that it was often.
_CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "429"]
"""
_STAFF = """
from django.utils import timezone
from contexts.customer.staff.use_cases import ensure_staff
ensure_staff(email="clerk@example.com", password="a long and quiet river", roles=[], is_superuser=False, now=timezone.now())
"""


def _run() -> str:
    with (
        tempfile.TemporaryDirectory(prefix="gotuto-schemathesis-") as folder,
        running(GOTUTO_LANGUAGES="en,de") as shop,
    ):
        program = _installed(Path(folder))
        there = _there(shop)
        told = {who: _asked(program, _desk(folder, who), shop, there, token) for who, token in _people(shop).items()}
    version = told["guest"].partition("\n")[0].rpartition("v")[2]
    counts = ", ".join(f"{who} {_count(text)}" for who, text in told.items())
    return f"schemathesis {version}, all checks, requests as {counts}: no report"


def _installed(folder: Path) -> str:
    python = folder / "venv" / "bin" / "python"
    steps = (
        [_UV, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")],
        [_UV, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", "lock/schemathesis.txt"],
    )
    for step in steps:
        if subprocess.run(step, cwd=_ROOT, capture_output=True, timeout=300, check=False).returncode:
            raise Missed("schemathesis could not be had from the package index")
    return str(python.with_name("schemathesis"))


def _desk(folder: str, who: str) -> Path:
    """A folder for one of them: what schemathesis keeps there, it asks again as whoever comes next."""
    desk = Path(folder) / who
    desk.mkdir()
    (desk / "schemathesis.toml").write_text(_CONFIGURATION)
    return desk


def _people(shop: Instance) -> dict[str, str]:
    """Each with their API token; a guest has none."""
    shop.manage("shell", "-c", _STAFF)
    return {
        "guest": "",
        "customer": _token(shop, "demo@example.com"),
        "staff without a role": _token(shop, "clerk@example.com"),
        "administrator": shop.staff_token,
    }


def _token(shop: Instance, email: str) -> str:
    made = json.loads(shop.manage("token", "create", email, "--json").stdout)
    return str(made["secret"])


def _there(shop: Instance) -> dict[str, str]:
    """A thing of each kind, and the tokens of a guest's."""
    api = HttpClient(f"{shop.url}/api/v1")
    cart = api.call("POST", "/carts/", {"items": [{"sku": "TEA-EARL-GREY-100", "quantity": 1}]}).json()
    token = {"X-Cart-Token": cart["token"]}
    address = {"name": "Ada", "line1": "Torstrasse 1", "postal_code": "10119", "city": "Berlin", "country": "DE"}
    wish = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": address}
    order = api.call("POST", "/orders/", wish, {**token, "Prefer": "wait=20"}).json()
    staff = HttpClient(f"{shop.url}/api/v1", {"Authorization": f"Bearer {shop.staff_token}"})
    return {
        "cart_id": api.call("POST", "/carts/", {}).json()["id"],
        "order_id": order["id"],
        "X-Order-Token": order["token"],
        "sku": "TEA-EARL-GREY-100",
        **{f"{name}_id": _first(staff, path) for name, path in _LISTS.items()},
    }


_LISTS = {
    "product": "/products/",
    "category": "/categories/",
    "client": "/clients/",
    "invoice": "/invoices/",
    "notification": "/notifications/",
}


def _first(staff: HttpClient, path: str) -> str:
    return str(staff.call("GET", path).json()["results"][0]["id"])


def _asked(program: str, folder: Path, shop: Instance, there: Mapping[str, str], token: str) -> str:
    """What schemathesis prints. Raises Failed with its first words about a fault."""
    command = [program, "--config-file", "schemathesis.toml", "run", f"{shop.url}/api/schema/?format=json"]
    options = ["--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", _EXAMPLES, "--seed", _SEED]
    header = ["--header", f"Authorization: Bearer {token}"] if token else []
    environ = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "PYTHONPATH": str(_ROOT / "wider"),
        "GOTUTO_THERE": json.dumps(there),
    }
    done = subprocess.run(
        [*command, *options, *header, "--no-color"],
        cwd=folder, env=environ, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    if done.returncode:
        (_ROOT / "wider" / "schemathesis.log").write_text(done.stdout + done.stderr)
        fault = done.stdout.partition("= FAILURES =")[2].strip("= \n").splitlines()[:3]
        raise Failed(f"{' '.join(fault) or done.stderr[-300:]} (all of it in wider/schemathesis.log)")
    return done.stdout


def _count(text: str) -> str:
    found = re.search(r"(\d+) generated", text)
    return found[1] if found else "?"


CHECK = Check("contract", (Tool("uv", (_UV, "--version"), "lock/uv.txt"),), _run)
