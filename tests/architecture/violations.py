"""Lines that somebody might write in a hurry, one or more for each contract of .importlinter."""

from dataclasses import dataclass


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
        "from contexts.inventory.stock import statements",
        "contexts.shipping.use_cases -> contexts.inventory.stock.statements",
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
        "Catalog: variants know products, those offers and a search",
        "contexts/catalog/search/queries.py",
        "from contexts.catalog.products import models",
        "contexts.catalog.search.queries -> contexts.catalog.products.models",
    ),
    Violation(
        "A search engine knows the port, and no other engine",
        "contexts/catalog/search/gateways/port.py",
        "from contexts.catalog.search.gateways import postgres",
        "contexts.catalog.search.gateways.postgres (l.",
    ),
    Violation(
        "Inventory: audits know reservations, reservations know stock",
        "contexts/inventory/stock/use_cases.py",
        "from contexts.inventory.reservations import models",
        "contexts.inventory.stock.use_cases -> contexts.inventory.reservations.models",
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
        "An entry of the ledger rests on how all of them are written",
        "contexts/billing/payments/entries/writing.py",
        "from contexts.billing.payments.entries import invoices",
        "contexts.billing.payments.entries.invoices (l.",
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
        "contexts.billing.bankstatements.admin.statements (l.",
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
