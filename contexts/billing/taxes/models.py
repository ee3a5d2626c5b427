"""The tables of VAT ids: what is known about each, and every time that a service was asked."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from contexts.billing.taxes import dto
from contexts.billing.taxes.domain import checking
from contexts.billing.taxes.dto import VatIdState
from gotuto.outbound.models import OutboundCall, Status


class VatId(models.Model):
    """A VAT id in normal form, and what a service said of it last; `unchecked` until one has said anything."""

    number = models.CharField(max_length=20, primary_key=True)
    # ISO 3166-1, or XI.
    country = models.CharField(max_length=2)
    state = models.CharField(
        max_length=11, choices=[(state.value, state.value) for state in VatIdState], default=VatIdState.UNCHECKED.value
    )
    # When it was found valid or invalid.
    checked_at = models.DateTimeField(null=True)
    consultation_number = models.CharField(max_length=100, default="")
    first_seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "VAT id"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in VatIdState]), name="billing_vatid_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[state.value for state in checking.FOUND])
                | models.Q(checked_at__isnull=False),
                name="billing_vatid_found_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "number"], name="billing_vatid_by_state")]

    def __str__(self) -> str:
        return self.number

    def told(self) -> dto.VatId:
        """What a service said of it last."""
        return dto.VatId(
            country=self.country, number=self.number, state=VatIdState(self.state), checked_at=self.checked_at
        )

    def to_dto(self) -> dto.CheckedVatId:
        return dto.CheckedVatId(
            number=self.number, country=self.country, first_seen_at=self.first_seen_at, **vars(self.status())
        )

    def status(self) -> dto.VatIdStatus:
        """What counts as known about it, as the setting has it."""
        state = checking.told_state(VatIdState(self.state), service=settings.GOTUTO_VAT_ID_SERVICE)
        return dto.VatIdStatus(
            state=state,
            by_form=state != self.state,
            checked_at=self.checked_at,
            consultation_number=self.consultation_number,
        )


class VatIdCheck(OutboundCall):
    """Asking the service about a VAT id, once a day at most; the reference of its answer is the consultation number."""

    is_patient: ClassVar[bool] = True
    answer_fields: ClassVar[tuple[str, ...]] = ("is_valid",)

    vat = models.ForeignKey(VatId, on_delete=models.CASCADE, related_name="checks", db_column="vat_id", db_index=False)
    # In UTC.
    day = models.DateField()
    is_valid = models.BooleanField(null=True)

    class Meta(OutboundCall.Meta):
        verbose_name = "check of a VAT id"
        verbose_name_plural = "checks of VAT ids"
        constraints = [
            *OutboundCall.Meta.constraints,
            models.UniqueConstraint(fields=["vat", "day"], name="billing_vatidcheck_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.vat_id} on {self.day}"

    def on_outcome(self, *, now: datetime) -> None:
        if self.status == Status.DONE:
            state = VatIdState.VALID if self.is_valid else VatIdState.INVALID
            VatId.objects.filter(pk=self.vat_id).update(
                state=state, checked_at=now, consultation_number=self.provider_reference
            )
