from datetime import timedelta

from gotuto.modules import Beat, Figure, FileKind, Gauge, Gauges, Grant, MenuItem, ModuleConfig, Resource, StoredFiles
from gotuto.roles import Role

_OPEN = "SELECT status, count(*) FROM billing_invoice WHERE status IN ('sent', 'overdue') GROUP BY status"
_REFUSED = "SELECT outcome_code, count(*) FROM billing_document WHERE status = 'refused' GROUP BY outcome_code"
# What waits for words of its seller is made with them.
_NOT_MADE = """
SELECT count(*) FROM billing_document WHERE status = 'refused' AND outcome_code <> 'billing.seller_incomplete'
"""
_REFUNDS_WAIT = """
SELECT count(*) FROM billing_refund
WHERE withdrawn_at IS NULL AND (destination = 'by_hand' AND status <> 'done' OR status = 'refused')
"""
_FILES = """
SELECT file.name, file.sha256 FROM billing_document AS document CROSS JOIN LATERAL
    (VALUES (pdf, pdf_sha256), (xml, xml_sha256), (ubl, ubl_sha256)) AS file (name, sha256)
WHERE file.name IS NOT NULL ORDER BY document.id
"""


class BillingConfig(ModuleConfig):
    name = "contexts.billing"
    label = "billing"
    verbose_name = "Billing"

    grants = (
        Grant(
            Role.BILLING,
            sees=(
                *("invoice", "client", "payment", "refund", "paymentattempt", "legalentity", "seal", "vatid"),
                *("bankstatement", "statementline", "bankaccount", "csvmapping"),
                *("dunningpolicy", "dunningrun", "fee", "closedperiod", "accountmap"),
            ),
            does="books payments, sends and credits invoices, voids and deletes drafts, looks after clients, describes the seller, and"
            " closes the books",
        ),
        Grant(Role.SUPPORT, sees=("invoice", "client", "payment", "refund", "paymentattempt", "vatid", "fee")),
    )

    rates = ("webhook",)
    file_kinds = (
        FileKind("clients", "Clients", Role.BILLING, table="exchange.use_cases.CLIENTS", listed="billing_client"),
    )
    resources = (
        Resource("invoices", named_by=("invoice_id",)),
        Resource("clients", named_by=("client_id",)),
        Resource("payments", named_by=("payment_id",)),
        Resource("refunds", named_by=("refund_id",)),
        Resource("bank-statements", named_by=("statement_id",)),
        Resource("statement-lines", named_by=("line_id",)),
        Resource("tax-rates"),
        Resource("sellers"),
        Resource("dunning-runs"),
        Resource("fees"),
        Resource("closed-periods"),
    )
    menu = (
        MenuItem("Sales", 20, "Invoices", "request_quote", "billing_invoice"),
        MenuItem("Money", 10, "Payments", "payments", "billing_payment"),
        MenuItem("Money", 12, "Payment attempts", "shopping_cart_checkout", "billing_paymentattempt"),
        MenuItem("Money", 14, "Refunds", "undo", "billing_refund"),
        MenuItem("Money", 20, "Bank statements", "account_balance", "billing_bankstatement"),
        MenuItem("Money", 22, "Lines of statements", "checklist", "billing_statementline"),
        MenuItem("Money", 24, "Bank accounts", "account_balance_wallet", "billing_bankaccount"),
        MenuItem("Money", 26, "CSV mappings", "table_chart", "billing_csvmapping"),
        MenuItem("Money", 30, "Dunning policies", "rule", "billing_dunningpolicy"),
        MenuItem("Money", 32, "Dunning plan", "event_upcoming", "billing_dunningplan", seen_as="billing_dunningpolicy"),
        MenuItem("Money", 34, "Dunning runs", "history", "billing_dunningrun"),
        MenuItem("Money", 36, "Fees", "price_change", "billing_fee"),
        MenuItem("Books", 10, "Receivables", "pending_actions", "billing_receivables", seen_as="billing_legalentity"),
        MenuItem("Books", 12, "Revenue", "bar_chart", "billing_revenue", seen_as="billing_legalentity"),
        MenuItem("Books", 14, "Accounts of clients", "contract", "billing_account", seen_as="billing_legalentity"),
        MenuItem("Books", 16, "Payments journal", "menu_book", "billing_journal", seen_as="billing_legalentity"),
        MenuItem("Books", 20, "VAT report", "percent", "billing_vatreport", seen_as="billing_legalentity"),
        MenuItem("Books", 22, "DATEV file", "download", "billing_datev", seen_as="billing_closedperiod"),
        MenuItem("Books", 24, "Closed periods", "lock_clock", "billing_closedperiod"),
        MenuItem("Books", 26, "Accounts", "account_tree", "billing_accountmap"),
        MenuItem("Books", 30, "Sellers", "storefront", "billing_legalentity"),
        MenuItem("Machinery", 48, "Seals of documents", "verified", "billing_seal"),
        MenuItem("People", 20, "Clients", "contacts", "billing_client"),
        MenuItem("People", 25, "VAT ids", "badge", "billing_vatid"),
    )
    figures = (
        Figure(
            place=32,
            title="Fees open",
            icon="price_change",
            number="SELECT count(*) FROM billing_fee WHERE state = 'open'",
            model="billing_fee",
            query="state__exact=open",
        ),
        Figure(
            place=30,
            title="Invoices overdue",
            icon="event_busy",
            number="SELECT count(*) FROM billing_invoice WHERE status = 'overdue'",
            model="billing_invoice",
            query="status__exact=overdue",
        ),
        Figure(
            place=36,
            title="Bank lines to decide",
            icon="checklist",
            number="SELECT count(*) FROM billing_statementline WHERE state IN ('proposed', 'open')",
            model="billing_statementline",
            query="waits=yes",
        ),
        Figure(
            place=51,
            title="Payments with lost answers",
            icon="help_center",
            number="SELECT count(*) FROM billing_attemptcall WHERE status = 'unknown'",
            model="billing_paymentattempt",
            query="calls=unknown",
            trouble="payments",
            look="outbound list",
        ),
        Figure(
            place=35,
            title="Refunds to be paid out",
            icon="undo",
            number=_REFUNDS_WAIT,
            model="billing_refund",
            query="open=yes",
        ),
        Figure(
            place=52,
            title="Documents not made",
            icon="scan_delete",
            number=_NOT_MADE,
            model="billing_invoice",
            query="document=refused",
            trouble="documents",
            look="documents list",
        ),
    )
    purged = {"gateway_events": "contexts.billing.attempts.statements.delete_old_events"}
    files = (StoredFiles("documents", "billing_document", select=_FILES),)
    gauges = (
        Gauges(("status",), (Gauge("gotuto_invoices_open", "Invoices to be paid."),), _OPEN),
        Gauges(
            ("code",), (Gauge("gotuto_documents_refused", "Documents that could not be made, by reason."),), _REFUSED
        ),
    )
    beat = (
        Beat("overdue-invoices", "billing.detect_overdue_invoices", every=timedelta(minutes=15)),
        Beat("dunning", "billing.run_dunning", every=timedelta(hours=1)),
        Beat("payments-of-before", "billing.lift_payments", every=timedelta(minutes=1)),
    )

    def after_migrate(self, **_: object) -> None:
        from django.conf import settings
        from django.db import connection
        from django.utils import timezone

        from contexts.billing.payments.use_cases import lift_payments
        from contexts.billing.sellers.use_cases import ensure_seller

        # After a migration back there may be none.
        if "billing_legalentity" in connection.introspection.table_names():
            ensure_seller(name=settings.GOTUTO_SELLER_NAME, now=timezone.now())
        # What programs of the last release book until they are stopped is brought in by the beat.
        if "billing_allocation" in connection.introspection.table_names():
            lift_payments()
