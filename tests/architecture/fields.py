"""How far a field goes: table, DTO, use case, body, back office; and where it stops on purpose."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib import import_module
from typing import Any, get_type_hints

from django.db.models import GeneratedField, Model
from django.test import RequestFactory

from contexts.customer.models import User
from gotuto.backoffice import UseCaseForm
from gotuto.outbound.models import OutboundCall
from tests.architecture import tree

# What rows know of themselves, and what the pages of outbound calls show of every call.
BOOKKEEPING = {"created_at", "updated_at", "deleted_at"} | {field.name for field in OutboundCall._meta.fields}

# Columns that no DTO tells, and why.
NOT_TOLD = {
    "billing.invoice": "legal_entity series year sequence: the number is made of them; "
    "currency: it stands in the amounts; void_reason issued_at: for the back office; content_hash nonce: for the seal",
    "billing.accountmap": "entity: it is told by its code; version: for the record",
    "billing.closedperiod": "accounts: for the file that is written by them",
    "billing.bankaccount": "seller: as its legal entity",
    "billing.bankstatement": "currency: that of its account; place digest: so that a file is taken once; known: with its lines",
    "billing.csvmapping": "columns: by what they mean",
    "billing.legalentity": "code: it stands in the seller",
    "billing.statementline": "account: it is told with its statement; currency: it stands in the amount",
    "billing.fee": "currency: it stands in the amount",
    "billing.invoiceline": "invoice: it is told with its invoice",
    "billing.allocation": "payment: it is told with its payment",
    "billing.payment": "currency: it stands in the amounts; received_at: as booked_at",
    "billing.paymentattempt": "currency: it stands in the amount; reference return_url: for the back office",
    "billing.taxline": "invoice: it is told with its invoice",
    "catalog.product": "attributes: in the detail; keywords: it is found by them, and nobody reads them; archived_from: when it is; "
    "gtin weight_grams length_mm width_mm height_mm: in what can be bought of it; compare_at_amount lowest_amount lowest_since: by "
    "other names; in_stock: availability says how many",
    "catalog.productimage": "product: it is told with its product; file sha256: by its address",
    "catalog.variant": "product: it is told with its product; position: they stand in order; compare_at_amount lowest_amount "
    "lowest_since: by other names; in_stock: availability says how many",
    "catalog.producttranslation": "product: it is told with its product; former_slugs: who comes by one is led on",
    "catalog.categorytranslation": "category: it is told with its category; former_slugs: who comes by one is led on",
    "catalog.priceentry": "amount currency: as its price; compare_at_amount: as compare_at_price; is_stepwise: for the percentage; "
    "cancels: as is_cancelled",
    "customer.apitoken": "user: only its e-mail is told; digest: a secret",
    "customer.customer": "user: it has the same id",
    "inventory.movement": "item: it is told by its SKU; valued_quantity: as its pieces",
    "inventory.transfer": "origin: by its code",
    "inventory.stocktakeline": "item: it is told by its SKU; stocktake: it is told with its stocktake",
    "inventory.suppliergood": "item: it is told by its SKU",
    "inventory.purchaseline": "item: it is told by its SKU; order: it is told with its order",
    "inventory.stockitem": "is_promised: expected_at says when; value_amount valued_quantity: of whom the ledger is shown",
    "inventory.shortage": "is_promised: expected_at says when; value_amount valued_quantity: of whom the ledger is shown",
    "inventory.reservation": "queued_at: as since, for each SKU; held_until: as until, for each SKU",
    "inventory.transferline": "item: it is told by its SKU; transfer: it is told with its transfer",
    "notification.notification": "event_id: so that an event is announced once",
    "order.cart": "customer_id order_id customer_group: for those who may see it; currency: it stands in the prices; "
    "expired: it follows from the time; may_reopen: the next change shows it",
    "order.cartitem": "cart: it is told with its cart; product_id: for the order; currency: it stands in the price",
    "order.order": "cart_id customer_id reservation_id served_at: for the back office; changed_at: for invariants; "
    "is_cancellable: it stands in the allowed actions",
    "order.orderline": "order position: it is told with its order, in order; currency: it stands in the price",
    "order.orderparty": "is_open network: for the limits, and gone with the money",
    "billing.refund": "attempt_id: so that late money goes back once",
    "shipping.shipment": "number: the first, and only one, of an order",
}

# Properties that a use case does not take, and why.
NOT_GIVEN = {
    "create_client": "customer_id: it comes with the news of a registration; vat_id_status: a service tells it; "
    "merged_into_id: by merging; email_proved_at: by who reads the mail",
    "create_shipment": "state carrier tracking_number dispatched_at dispatched_by delivered_at delivered_by: they come later",
    "create_location": "closed_at is_main: it is open, and a further one",
    "update_location": "closed_at: by is_closed; is_main: it stays what it is; code: it never changes",
    "create_supplier": "archived_at: nobody begins there",
    "update_supplier": "archived_at: by is_archived; code currency: they never change",
    "create_transfer": "reference: it is made; state sent_at received_at: they come later; created_by: whoever acts",
    "create_product": "slug: it is made of the name; images: they come later; "
    "compare_at_price lowest_price_30_days reduction_percent known_since: by its ledger",
    "update_client": "customer_id: it comes with the news of a registration; vat_id_status: a service tells it; "
    "merged_into_id: by merging; email_proved_at: by who reads the mail",
    "update_product": "slug: addresses stay; images: each by itself; options: with its variants; "
    "compare_at_price lowest_price_30_days reduction_percent "
    "known_since: by its ledger",
    "update_variant": "name: made of the product's; options: with those of all variants; compare_at_price lowest_price_30_days "
    "reduction_percent known_since: by its ledger",
}

# What a form asks for and does not hand on, and why.
NOT_HANDED_ON: dict[str, str] = {
    "ProductForm": "options variants: behind a button of the page; attributes: with a field each"
}

# Columns that a page of the back office shows in another way, or not at all.
NOT_ON_THE_PAGE = {
    "billing.payment": "amount amount_allocated amount_refunded currency: in their currency; received_on: as came in on; invoice: "
    "among what it settles; actor: a link; amount_reversed reversal reversed_at: in the state; version: for the record",
    "billing.invoice": "content_hash nonce: for the seal",
    "billing.dunningpolicy": "version: what was seen stands in the form",
    "billing.fee": "amount amount_paid currency state invoice: in words; actor: a link",
    "billing.accountmap": "entity: by its code; version: for the record",
    "billing.closedperiod": "accounts: for the file that is written by them; actor: a link",
    "billing.bankstatement": "opening closing: in one line; actor: a link",
    "billing.legalentity": "seller: in parts",
    "billing.statementline": "amount currency: together; state: in its colour; proposals: in words; actor: a link",
    "billing.refund": "payment order_id amount actor settled_by: as links, and in its currency; attempt_id: so that late money "
    "goes back once",
    "billing.seal": "content_hash seller_hash previous: as hexadecimal digits",
    "billing.client": "customer_id: a yes or no; address: in parts; version: what was seen stands in the form; "
    "vat: as text, and with its state; merged_into: a link",
    "billing.vatid": "state checked_at consultation_number: in one line",
    "catalog.pricelist": "version: what was seen stands in the form",
    "customer.customergroup": "version: what was seen stands in the form",
    "catalog.productimage": "product: a link; file sha256 thumbnails: it is seen; width height: as its size",
    "catalog.product": "attributes: each by itself; images: they are seen; options: in words; "
    "keywords: nobody reads them; archived_from: it comes back to there; "
    "in_stock: with its stock; "
    "compare_at_amount lowest_amount lowest_since reduction_percent price_changes_at: in words and in its picture",
    "catalog.synonyms": "words: a line of them",
    "catalog.variant": "product: a link; options: in its name; position: on the page of its product; price_currency: in the label; "
    "in_stock: with its stock; "
    "compare_at_amount lowest_amount lowest_since reduction_percent price_changes_at: in words and in its picture",
    "catalog.producttranslation": "former_slugs: a line of them",
    "catalog.categorytranslation": "former_slugs: a line of them",
    "catalog.priceentry": "amount currency compare_at_amount: in their currency; is_stepwise: of the law; cancels: in the state; "
    "actor: a link",
    "customer.apitoken": "digest: a secret",
    "customer.customer": "user: it has the same id",
    "inventory.location": "address: in parts; closed_at: closed or open; version: what was seen stands in the form",
    "inventory.movement": "location: by its code; value_amount: as its value; valued_quantity: as its pieces",
    "inventory.transfer": "origin: from and to; state: in its colour; created_by: a link; version: for the record",
    "inventory.correction": "location: by its code",
    "inventory.stocktake": "location: by its code; state: in its colour; created_by: a link; version: for the record",
    "inventory.reservation": "state: in its colour",
    "inventory.supplier": "archived_at: by a switch; version: what was seen stands in the form",
    "inventory.suppliergood": "item: as its SKU; version: what was seen stands in the form",
    "inventory.purchaseorder": "location: by its code; state: in its colour; created_by: a link; version: for the record",
    "inventory.shortage": "on_hand: with its thousands parted; on_hand_elsewhere reserved_elsewhere reserved waiting when_sold_out "
    "waiting_limit expected_at is_promised reorder_quantity is_low value_amount valued_quantity product_id version: "
    "on the page of the stock item",
    "inventory.stockitem": "on_hand_elsewhere reserved_elsewhere: by location, below; is_promised: the day says it; "
    "value_amount valued_quantity: as its value, to whom the ledger is shown; "
    "product_id: the SKU says it; version: bookings are added up, so that none is lost",
    "notification.notification": "event_id: so that an event is announced once; kind: in words; "
    "customer_id order_id invoice_id: links; body: as it was sent",
    "order.streamrow": "position: the version says it",
}


def excused(table: dict[str, str], key: str) -> set[str]:
    """The names that stand before the reasons."""
    return {name for part in table.get(key, "").split(";") if part for name in part.split(":")[0].split()}


def columns(model: type[Model]) -> set[str]:
    """What people have put into a table, by the names of the fields."""
    own = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    # How a call to the outside goes is told by the kernel, for all tables at once.
    of_the_kernel = OutboundCall._meta.concrete_fields if issubclass(model, OutboundCall) else ()
    return {field.name for field in own} - {field.name for field in of_the_kernel} - BOOKKEEPING


def dto_of(model: type[Model]) -> Any:
    """The dataclass that a row turns into, or None."""
    return get_type_hints(model.to_dto).get("return") if hasattr(model, "to_dto") else None


def untold(model: type[Model]) -> set[str]:
    """The columns that the DTO of a row does not tell; an amount and its currency are told together."""
    told = {field.name for field in fields(dto_of(model))}
    return {name for name in columns(model) if not any(_says(field, name) for field in told)}


def _says(field: str, column: str) -> bool:
    return column in (field, field.removesuffix("_id")) or column.startswith(f"{field}_")


def writers(model: type[Model]) -> Iterator[Callable[..., Any]]:
    """`create_product` and `update_product`, where they are written: in the topic, or in one beside it."""
    package = tree.ROOT / model.__module__.rpartition(".")[0].replace(".", "/")
    for path in sorted([*package.parent.glob("*/use_cases.py"), *package.glob("use_cases/*.py")]):
        module = import_module(".".join(path.relative_to(tree.ROOT).with_suffix("").parts))
        for verb in ("create", "update"):
            function = getattr(module, f"{verb}_{model._meta.model_name}", None)
            if function and function.__module__ == module.__name__:
                yield function


def ungiven(model: type[Model], use_case: Callable[..., Any]) -> set[str]:
    """What the DTO tells and the use case does not take."""
    taken = set(inspect.signature(use_case).parameters)
    told = {field.name for field in fields(dto_of(model))} - BOOKKEEPING - {"version"}
    return {name for name in told if not {name, f"{name}_id"} & taken}


def calls(function: Callable[..., Any]) -> Iterator[tuple[Callable[..., Any], ast.Call]]:
    """The use cases that a function calls."""
    inner = inspect.unwrap(function)
    names = vars(inspect.getmodule(inner))
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(inner)))):
        if isinstance(node, ast.Call) and (called := _named(node.func, names)) is not None:
            yield called, node


def _named(node: ast.expr, names: dict[str, Any]) -> Callable[..., Any] | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        found = getattr(names.get(node.value.id), node.attr, None)
    else:
        found = names.get(node.id) if isinstance(node, ast.Name) else None
    is_ours = inspect.isfunction(found) and {"use_cases", "lifecycle", "placement", "unpaid"} & set(
        found.__module__.split(".")
    )
    return found if is_ours else None


def unsent(handler: Callable[..., Any]) -> set[str]:
    """What a use case takes and the method of an endpoint, with its body, does not hand on."""
    body = handler.operation.body  # type: ignore[attr-defined]
    sent = set(body().fields) if body else set()
    missing: set[str] = set()
    for use_case, call in calls(handler):
        names = {word.arg for word in call.keywords if word.arg}
        opened = any(word.arg is None for word in call.keywords)
        missing |= set(inspect.signature(use_case).parameters) - names - (sent if opened else set())
    return missing


def unfilled(form: type[UseCaseForm]) -> set[str]:
    """What a form of the back office asks for and does not hand on, and what its use cases take and it does not ask for."""
    command = ast.parse(textwrap.dedent(inspect.getsource(form.command)))
    module = tree.parsed(tree.ROOT / f"{form.__module__.replace('.', '/')}.py")
    asked = set(form.base_fields)
    whole = asked if any(_opens(node) for node in ast.walk(command)) else set()
    read = {text for node in ast.walk(module) if _reads_data(node) for text in _texts(node)}
    taken = {name for use_case, _ in calls(form.command) for name in inspect.signature(use_case).parameters}
    return (asked - whole - read) | (taken - whole - _named_in(command) - {"expected_version"})


def _named_in(command: ast.AST) -> set[str]:
    """The arguments that a command gives by name, in calls or in a dict for them."""
    calls = (node for node in ast.walk(command) if isinstance(node, ast.Call))
    dicts = (node for node in ast.walk(command) if isinstance(node, ast.Dict))
    keys = {key.value for node in dicts for key in node.keys if isinstance(key, ast.Constant)}
    return keys | {word.arg for node in calls for word in node.keywords if word.arg}


def _opens(node: ast.AST) -> bool:
    """Whether `data` is handed on as a whole, or all of it but some."""
    if isinstance(node, ast.DictComp):
        return ast.unparse(node.generators[0].iter) == "data.items()"
    if isinstance(node, ast.Dict):
        return any(
            key is None and ast.unparse(value) == "data" for key, value in zip(node.keys, node.values, strict=True)
        )
    return isinstance(node, ast.keyword) and node.arg is None and ast.unparse(node.value) == "data"


def _reads_data(node: ast.AST) -> bool:
    """Whether it is a function that looks into what a form was given."""
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(part, ast.Subscript) and ast.unparse(part.value) == "data" for part in ast.walk(node)
    )


def _texts(node: ast.AST) -> Iterator[str]:
    return (part.value for part in ast.walk(node) if _is_text(part))


def _is_text(node: ast.AST | None) -> Any:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def forms() -> list[type[UseCaseForm]]:
    """The forms of the back office that call a use case."""
    return [form for form in UseCaseForm.__subclasses__() if form.__module__.startswith("contexts.")]


def hidden(page: Any) -> set[str]:
    """The columns of a table that its page does not show."""
    request = RequestFactory().get("/admin/")
    user = User(is_staff=True, is_superuser=True)
    user.role_names = []
    request.user = user
    row = page.model()
    shown = {*_flat(page.get_fields(request, row)), *_flat(page.get_readonly_fields(request, row))}
    shown |= {name for _, part in page.get_fieldsets(request, row) for name in _flat(part["fields"])}
    return columns(page.model) - shown - set(page.get_list_display(request))


def _flat(names: Any) -> Iterator[str]:
    for name in names:
        yield from [name] if isinstance(name, str) else _flat(name)
