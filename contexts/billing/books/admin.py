"""Seals in the back office: which documents were issued, and the chain that proves it."""

from django.contrib import admin
from unfold.decorators import display

from contexts.billing.numbers.models import Seal
from gotuto.backoffice import BackOffice
from gotuto.finding import by_id, by_number


@admin.register(Seal)
class SealAdmin(BackOffice):
    list_display = ("number", "issue_date", "due_date", "shown_content", "gone_on")
    fields = readonly_fields = (
        "number",
        "legal_entity",
        "series",
        "year",
        "sequence",
        "issue_date",
        "due_date",
        "shown_content",
        "shown_seller",
        "shown_previous",
        "gone_on",
    )
    finders = (by_id("id"), by_number("number", r"[A-Za-z0-9/._-]*[0-9]+"))
    search_help_text = "The number of an invoice or a credit note"
    ordering = ("-issue_date", "-id")

    @display(description="content (SHA-256)")
    def shown_content(self, row: Seal) -> str:
        return bytes(row.content_hash).hex()

    @display(description="seller (SHA-256)")
    def shown_seller(self, row: Seal) -> str:
        return bytes(row.seller_hash).hex()

    @display(description="the link before it (SHA-256)")
    def shown_previous(self, row: Seal) -> str:
        return bytes(row.previous).hex()
