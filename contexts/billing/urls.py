from django.urls import path

from contexts.billing.accounting.api import ClosedPeriods, DatevFile
from contexts.billing.attempts.api import Attempt, Webhook
from contexts.billing.bankstatements.api import (
    Accepting,
    BankStatement,
    BankStatements,
    Parking,
    Splitting,
    StatementLine,
    StatementLines,
)
from contexts.billing.clients.api import Client, Clients, Merging
from contexts.billing.credits.api import CreditNotes
from contexts.billing.documents.api import Document, Sending
from contexts.billing.drafts.api import Invoice, Invoices, Issuing
from contexts.billing.dunning.api import (
    ClientDunningPause,
    DunningPlan,
    DunningPolicy,
    DunningRuns,
    InvoiceDunningPause,
)
from contexts.billing.fees.api import Fees, FeeWaiving
from contexts.billing.ledger.api import Journal, Receivables, Revenue, Statement
from contexts.billing.payments.api import (
    Allocations,
    FeePayments,
    InvoicePayments,
    Payment,
    Payments,
    Releases,
    Reversing,
)
from contexts.billing.refunds.api import PayingOut, PaymentRefunds, Refund, Refunds, Withdrawing
from contexts.billing.reports.api import VatReport
from contexts.billing.sellers.api import SellerDetail, Sellers
from contexts.billing.taxes.api import TaxRates

urlpatterns = [
    path("invoices/", Invoices.as_view(), name="invoices"),
    path("invoices/<uuid:invoice_id>/", Invoice.as_view(), name="invoice"),
    path("invoices/<uuid:invoice_id>/issue/", Issuing.as_view(), name="issue-invoice"),
    path("invoices/<uuid:invoice_id>/payments/", InvoicePayments.as_view(), name="invoice-payments"),
    path("invoices/<uuid:invoice_id>/credit-notes/", CreditNotes.as_view(), name="credit-notes"),
    path("invoices/<uuid:invoice_id>/document/", Document.as_view(), name="document"),
    path("invoices/<uuid:invoice_id>/send/", Sending.as_view(), name="send-document"),
    path("payments/", Payments.as_view(), name="payments"),
    path("payments/<uuid:payment_id>/", Payment.as_view(), name="payment"),
    path("payments/<uuid:payment_id>/allocations/", Allocations.as_view(), name="payment-allocations"),
    path("payments/<uuid:payment_id>/releases/", Releases.as_view(), name="payment-releases"),
    path("payments/<uuid:payment_id>/reverse/", Reversing.as_view(), name="payment-reverse"),
    path("payment-attempts/<uuid:attempt_id>/", Attempt.as_view(), name="payment-attempt"),
    path("gateways/<slug:gateway>/webhook/", Webhook.as_view(), name="gateway-webhook"),
    path("payments/<uuid:payment_id>/refunds/", PaymentRefunds.as_view(), name="payment-refunds"),
    path("refunds/", Refunds.as_view(), name="refunds"),
    path("refunds/<uuid:refund_id>/", Refund.as_view(), name="refund"),
    path("refunds/<uuid:refund_id>/pay-out/", PayingOut.as_view(), name="refund-pay-out"),
    path("refunds/<uuid:refund_id>/withdraw/", Withdrawing.as_view(), name="refund-withdraw"),
    path("bank-statements/", BankStatements.as_view(), name="bank-statements"),
    path("bank-statements/<uuid:statement_id>/", BankStatement.as_view(), name="bank-statement"),
    path("bank-statement-lines/", StatementLines.as_view(), name="statement-lines"),
    path("bank-statement-lines/<uuid:line_id>/", StatementLine.as_view(), name="statement-line"),
    path("bank-statement-lines/<uuid:line_id>/accept/", Accepting.as_view(), name="statement-line-accept"),
    path("bank-statement-lines/<uuid:line_id>/split/", Splitting.as_view(), name="statement-line-split"),
    path("bank-statement-lines/<uuid:line_id>/park/", Parking.as_view(), name="statement-line-park"),
    path("sellers/", Sellers.as_view(), name="sellers"),
    path("sellers/<slug:legal_entity>/", SellerDetail.as_view(), name="seller"),
    path("clients/", Clients.as_view(), name="clients"),
    path("clients/<uuid:client_id>/", Client.as_view(), name="client"),
    path("clients/<uuid:client_id>/merge/", Merging.as_view(), name="client-merge"),
    path("tax-rates/", TaxRates.as_view(), name="tax-rates"),
    path("reports/vat/", VatReport.as_view(), name="vat-report"),
    path("dunning-policies/<slug:legal_entity>/", DunningPolicy.as_view(), name="dunning-policy"),
    path("dunning-runs/", DunningRuns.as_view(), name="dunning-runs"),
    path("dunning-plan/", DunningPlan.as_view(), name="dunning-plan"),
    path("invoices/<uuid:invoice_id>/dunning-pause/", InvoiceDunningPause.as_view(), name="invoice-dunning-pause"),
    path("clients/<uuid:client_id>/dunning-pause/", ClientDunningPause.as_view(), name="client-dunning-pause"),
    path("fees/", Fees.as_view(), name="fees"),
    path("fees/<uuid:fee_id>/payments/", FeePayments.as_view(), name="fee-payments"),
    path("fees/<uuid:fee_id>/waive/", FeeWaiving.as_view(), name="fee-waive"),
    path("reports/receivables/", Receivables.as_view(), name="receivables-report"),
    path("reports/revenue/", Revenue.as_view(), name="revenue-report"),
    path("reports/statement/", Statement.as_view(), name="statement-report"),
    path("reports/payments/", Journal.as_view(), name="payments-report"),
    path("reports/datev/", DatevFile.as_view(), name="datev-file"),
    path("closed-periods/", ClosedPeriods.as_view(), name="closed-periods"),
]
