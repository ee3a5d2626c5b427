"""The contracts of .importlinter are kept, and each of them catches a deliberate violation."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser, SectionProxy
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import tree


@dataclass(frozen=True)
class Violation:
    """A line that somebody might write in a hurry, and what the linter says of it."""

    contract: str
    module: str
    line: str
    caught: str


VIOLATIONS = [
    Violation(
        "Settings know contexts, contexts know the kernel, the kernel knows nobody",
        "gotuto/wakeups/draining.py",
        "from contexts.catalog import dto",
        "gotuto.wakeups.draining -> contexts.catalog.dto",
    ),
    Violation(
        "Contexts depend on each other in one direction only",
        "contexts/billing/receivers.py",
        "from contexts.order.signals import order_confirmed",
        "contexts.billing.receivers -> contexts.order.signals",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/order/placement.py",
        "from contexts.billing.models import Invoice",
        "contexts.order.placement -> contexts.billing.models",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/order/lifecycle.py",
        "from contexts.billing.invoices import use_cases",
        "contexts.order.lifecycle -> contexts.billing.invoices.use_cases",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/order/carts/use_cases.py",
        "from contexts.catalog.products.dto import Product",
        "contexts.order.carts.use_cases -> contexts.catalog.products.dto",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/shipping/use_cases.py",
        "from contexts.inventory import statements",
        "contexts.shipping.use_cases -> contexts.inventory.statements",
    ),
    Violation(
        "Django's edges rest on the use cases, and those on the domain",
        "contexts/billing/invoices/domain.py",
        "from contexts.billing.invoices import use_cases",
        "contexts.billing.invoices.domain -> contexts.billing.invoices.use_cases",
    ),
    Violation(
        "Django's edges rest on the use cases, and those on the domain",
        "contexts/shipping/domain.py",
        "from contexts.shipping import use_cases",
        "contexts.shipping.domain -> contexts.shipping.use_cases",
    ),
    Violation(
        "A flat context has no module that nobody has placed",
        "contexts/notification/dto.py",
        "from contexts.notification import models",
        "contexts.notification.dto -> contexts.notification.models",
    ),
    Violation(
        "A topic has no module that nobody has placed",
        "contexts/catalog/products/models.py",
        "from contexts.catalog.products import queries",
        "contexts.catalog.products.models -> contexts.catalog.products.queries",
    ),
    Violation(
        "Billing: documents and payments know invoices, invoices know clients",
        "contexts/billing/invoices/use_cases.py",
        "from contexts.billing.payments import models",
        "contexts.billing.invoices.use_cases -> contexts.billing.payments.models",
    ),
    Violation(
        "Billing: documents and payments know invoices, invoices know clients",
        "contexts/billing/payments/api.py",
        "from contexts.billing import facade",
        "contexts.billing.payments.api -> contexts.billing.facade",
    ),
    Violation(
        "Order: placement leads orders, orders know carts",
        "contexts/order/orders/queries.py",
        "from contexts.order import placement",
        "contexts.order.orders.queries -> contexts.order.placement",
    ),
    Violation(
        "Catalog: products know categories",
        "contexts/catalog/categories/use_cases.py",
        "from contexts.catalog.products import models",
        "contexts.catalog.categories.use_cases -> contexts.catalog.products.models",
    ),
    Violation(
        "Customer: staff and tokens know accounts",
        "contexts/customer/accounts/queries.py",
        "from contexts.customer.tokens import models",
        "contexts.customer.accounts.queries -> contexts.customer.tokens.models",
    ),
    Violation(
        "A PDF: what is drawn rests on how it is drawn, and that on the words",
        "contexts/billing/documents/pdf/paper/canvas.py",
        "from contexts.billing.documents.pdf.parts import table",
        "contexts.billing.documents.pdf.parts.table (l.",
    ),
    Violation(
        "A gateway knows its words, the port and how webhooks are signed",
        "contexts/billing/payments/gateways/port.py",
        "from contexts.billing.payments.gateways import stripe",
        "contexts.billing.payments.gateways.stripe (l.",
    ),
    Violation(
        "A large page of the back office rests on its questions and forms",
        "contexts/billing/payments/admin/booking.py",
        "from contexts.billing.payments.admin import page",
        "contexts.billing.payments.admin.page (l.",
    ),
    Violation(
        "A sandbox stands for whoever is outside and knows nobody",
        "sandboxes/payments/ledger.py",
        "from gotuto.money import Money",
        "sandboxes.payments.ledger -> gotuto.money",
    ),
    Violation(
        "Nobody knows a sandbox",
        "gotuto/runtime/sandbox.py",
        "from sandboxes.payments.server import Sandbox as Server",
        "gotuto.runtime.sandbox -> sandboxes.payments.server",
    ),
    Violation(
        "The page of a bank statement and that of a line know nothing of each other",
        "contexts/billing/bankstatements/admin/lines.py",
        "from contexts.billing.bankstatements.admin.statements import StatementForm",
        "contexts.billing.bankstatements.admin.lines -> contexts.billing.bankstatements.admin.statements",
    ),
    Violation(
        "An e-invoice: syntax rests on business terms, and those on shares",
        "contexts/billing/documents/einvoice/terms.py",
        "from contexts.billing.documents.einvoice import xml",
        "contexts.billing.documents.einvoice.xml (l.",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/billing/documents/einvoice/xml.py",
        "from django.conf import settings",
        "contexts.billing.documents.einvoice.xml -> django",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/billing/documents/pdf/render.py",
        "from django.conf import settings",
        "contexts.billing.documents.pdf.render -> django",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/shipping/domain.py",
        "from django.conf import settings",
        "contexts.shipping.domain -> django",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/order/orders/domain/stream.py",
        "from django.db import models",
        "contexts.order.orders.domain.stream -> django",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/catalog/products/dto.py",
        "from gotuto import money_fields",
        "contexts.catalog.products.dto -> gotuto.money_fields",
    ),
    Violation(
        "No cycles anywhere",
        "gotuto/http/rendering.py",
        "from gotuto.http import problems",
        "No cycles are allowed in gotuto.http",
    ),
    Violation(
        "Models and queries never call another context",
        "contexts/order/orders/queries.py",
        "from contexts.billing import facade as billing",
        "contexts.order.orders.queries -> contexts.billing.facade",
    ),
    Violation(
        "Endpoints, tasks and receivers hold no ORM",
        "contexts/catalog/products/api.py",
        "from contexts.catalog.products import models",
        "contexts.catalog.products.api -> contexts.catalog.products.models",
    ),
    Violation(
        "Ids, money, errors and events are plain Python",
        "gotuto/money.py",
        "from django.db import models",
        "gotuto.money -> django",
    ),
    Violation(
        "The runtime starts programs by name and knows no Django",
        "gotuto/runtime/supervisor.py",
        "from gotuto.outbox import publication",
        "gotuto.runtime.supervisor -> gotuto.outbox.publication",
    ),
]
PUBLIC = {f"contexts.*.{name}" for name in ("dto", "errors", "facade", "signals")}
# A stray module of a flat context, of a split one, of a topic; and a topic that nobody has listed.
UNPLACED = {
    "contexts/shipping/helpers.py": "contexts.shipping.helpers",
    "contexts/billing/helpers.py": "contexts.billing.helpers",
    "contexts/billing/invoices/utils.py": "contexts.billing.invoices.utils",
    "contexts/billing/oddments/__init__.py": "contexts.billing.oddments",
}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the tree with all violations in it."""
    copy = tmp_path_factory.mktemp("tree")
    for package in ("gotuto", "contexts", "config", "sandboxes"):
        shutil.copytree(tree.ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / ".importlinter", copy)
    for violation in VIOLATIONS:
        with (copy / violation.module).open("a") as source:
            source.write(f"\n{violation.line}\n")
    return lint(copy)


def test_the_contracts_are_kept() -> None:
    verdict = lint(tree.ROOT)
    assert " 0 broken." in verdict, verdict


def test_every_contract_has_a_violation() -> None:
    contracts = re.findall(r"^name = (.+)$", (tree.ROOT / ".importlinter").read_text(), re.MULTILINE)
    assert {violation.contract for violation in VIOLATIONS} == set(contracts)


def test_every_module_but_the_public_ones_is_behind_the_door() -> None:
    closed = contract("one-door")["forbidden_modules"].split()
    assert "contexts.*.*.*" in closed, "Whatever stands in a topic is private by itself"
    roots = [path for path in tree.modules() if path.parent.name not in tree.topics(tree.context_of(path))]
    inside = {f"contexts.*.{tree.module_of(path)}" for path in roots if len(tree.dotted(path).split(".")) == 3}
    assert inside - PUBLIC <= set(closed), "A new module of a context: put it behind the door in .importlinter"


def test_every_topic_is_placed() -> None:
    topics = {f"contexts.{context}.{topic}" for context in tree.CONTEXTS for topic in tree.topics(context)}
    assert set(contract("topics")["containers"].split()) == topics


def test_every_part_of_a_topic_has_layers() -> None:
    contracts = ConfigParser()
    contracts.read(tree.ROOT / ".importlinter")
    layered = {part for one in contracts.values() if one.get("exhaustive") for part in one["containers"].split()}
    assert {f"contexts.{part.replace('/', '.')}" for part in tree.parts()} <= layered


def contract(name: str) -> SectionProxy:
    contracts = ConfigParser()
    contracts.read(tree.ROOT / ".importlinter")
    return contracts[f"importlinter:contract:{name}"]


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: f"{violation.module}: {violation.line}")
def test_a_violation_is_caught(violation: Violation, verdict: str) -> None:
    assert violation.caught in section(verdict, violation.contract)


@pytest.mark.parametrize(("module", "named"), UNPLACED.items(), ids=list(UNPLACED))
def test_a_module_that_nobody_has_placed_is_caught(module: str, named: str, tmp_path: Path) -> None:
    for package in ("gotuto", "contexts", "config", "sandboxes"):
        shutil.copytree(tree.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / ".importlinter", tmp_path)
    (tmp_path / module).parent.mkdir(exist_ok=True)
    (tmp_path / module).touch()
    assert named in lint(tmp_path, "flat-contexts", "billing-topics", "topics")


def lint(directory: Path, *contracts: str) -> str:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", *chosen]
    answer = subprocess.run(program, cwd=directory, capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def section(verdict: str, contract: str) -> str:
    """What was said of one broken contract."""
    broken = verdict.partition("Broken contracts")[2]
    return re.split(r"\n[^\n]+\n-{5,}\n", broken.partition(f"\n{contract}\n---")[2])[0]
