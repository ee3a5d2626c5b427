"""The tables of sellers: who sells now, and every version of what stood on documents."""

from django.db import models

from contexts.billing.sellers import domain, dto
from gotuto.events import decode
from gotuto.ids import new_id


class SellerVersion(models.Model):
    """What a seller said of themselves for a time; documents point at it, and nothing changes it any more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    # SHA-256 of the content, which seals bind to the documents.
    fingerprint = models.BinaryField()
    actor = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "version"], name="billing_seller_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.legal_entity}, version {self.version}"

    def told(self) -> dto.Seller:
        """What the seller said then."""
        return decode(dto.Seller, self.content)


class LegalEntity(models.Model):
    """Who sells: a code for the books, and the version of the seller that holds now."""

    code = models.CharField(max_length=16, primary_key=True)
    seller = models.ForeignKey(SellerVersion, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "seller"

    def __str__(self) -> str:
        return self.code

    def to_dto(self) -> dto.LegalEntity:
        seller = self.seller.told()
        return dto.LegalEntity(
            seller=seller,
            missing=domain.missing(seller),
            updated_at=self.seller.created_at,
            version=self.seller.version,
        )


class Logo(models.Model):
    """A picture that stands on documents, by its SHA-256 in hexadecimal digits, so that the documents of each day keep theirs."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256
