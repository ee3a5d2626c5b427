"""Corrections of counters in the back office."""

from django.contrib import admin
from unfold.decorators import display

from contexts.inventory.audits import models
from contexts.inventory.locations.domain import MAIN_CODE
from gotuto.backoffice import BackOffice
from gotuto.finding import by_name


@admin.register(models.Correction)
class CorrectionAdmin(BackOffice):
    list_display = ("corrected_at", "item", "place", "counter", "before", "after", "reason", "who")
    finders = (by_name("product", "item"),)
    fields = readonly_fields = list_display
    list_select_related = ("location",)
    # Ids ascend with time, and have an index.
    ordering = ("-id",)

    @display(description="location")
    def place(self, row: models.Correction) -> str:
        return MAIN_CODE if row.location is None else row.location.code
