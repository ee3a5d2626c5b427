"""VAT ids in the back office: what is known about each, every time that a service was asked, and the button that asks again."""

from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.utils.html import format_html
from unfold.decorators import display

from contexts.billing.taxes import dto, models, use_cases
from contexts.billing.taxes.domain import checking
from contexts.billing.taxes.dto import VatIdState
from gotuto.actions.asking import row_action
from gotuto.backoffice import BackOffice
from gotuto.display import badge, moment
from gotuto.finding import by_number
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role

CHECK_AGAIN = "Check the VAT id again"
CHECK_WORDS = "The service is asked once a day about each VAT id. Its answer comes in a moment; nobody waits for it."
_COLOURS = {
    VatIdState.UNCHECKED: "info",
    VatIdState.VALID: "success",
    VatIdState.INVALID: "danger",
    VatIdState.UNAVAILABLE: "warning",
}


def shown_status(status: dto.VatIdStatus) -> str:
    """How it stands with a VAT id, since when, and by which consultation."""
    if status.by_form:
        return badge("valid by its form, nobody was asked", "warning")
    state = badge(status.state, _COLOURS[status.state])
    if status.checked_at is None:
        return state
    number = f", consultation {status.consultation_number}" if status.consultation_number else ""
    return format_html("{} {}{}", state, moment(status.checked_at), number)


def may_be_checked(vat_id: models.VatId | None) -> bool:
    """Whether there is anybody to ask."""
    return vat_id is not None and checking.is_asked_about(vat_id.country, service=settings.GOTUTO_VAT_ID_SERVICE)


class VatIdCheckInline(ReadOnlyInline):
    hide_title = True
    model = models.VatIdCheck
    fields = readonly_fields = (
        "day",
        "status",
        "is_valid",
        "provider_reference",
        "outcome_code",
        "last_error",
        "done_at",
    )
    ordering = ("-day",)


@admin.register(models.VatId)
class VatIdAdmin(BackOffice):
    role = Role.BILLING
    list_display = ("number", "country", "status", "first_seen_at")
    list_filter = ("state",)
    fields = readonly_fields = ("number", "country", "status", "first_seen_at")
    finders = (by_number("number", r"[A-Z0-9+*]+"),)
    search_help_text = "The whole VAT id, without blanks"
    ordering = ("number",)
    actions_detail = ("check_again",)
    inlines = (VatIdCheckInline,)

    @display(description="status")
    def status(self, row: models.VatId) -> str:
        return shown_status(row.status())

    @row_action(description=CHECK_AGAIN, words=CHECK_WORDS, when=may_be_checked)
    def check_again(self, row: models.VatId, *, now: datetime) -> None:
        use_cases.check_vat_id(number=row.number, now=now)
