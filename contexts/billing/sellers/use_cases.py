"""What sellers say of themselves: each change is a version of its own, as documents keep the words of their day."""

import hashlib
from dataclasses import replace
from datetime import datetime

from contexts.billing.sellers import domain, dto, models, statements
from contexts.billing.sellers.domain import bank, logos
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.errors import SellerInvalid
from contexts.billing.sellers.signals import SellerDescribed, seller_described
from gotuto import audit_log
from gotuto.address import faults as address_faults
from gotuto.db import unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.events import encode
from gotuto.fingerprints import fingerprint
from gotuto.ids import ActorId, new_id


@unit_of_work
def describe_seller(
    *,
    seller: Seller,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.LegalEntity:
    """Say what stands on the documents from now on; a code that is new begins books of its own.

    Raises SellerInvalid, BankAccountInvalid, Stale.
    """
    _check(seller)
    if seller.bank is not None:
        seller = replace(seller, bank=bank.checked(seller.bank))
    row = models.LegalEntity.objects.select_for_update(of=("self",)).select_related("seller").filter(
        pk=seller.legal_entity
    ).first()  # fmt: skip
    check_version(expected=expected_version, actual=row.seller.version if row else 0)
    if row is not None and row.seller.told() == seller:
        return row.to_dto()
    version = _add(seller, version=row.seller.version + 1 if row else 1, actor=actor, now=now)
    row = row or models.LegalEntity(code=seller.legal_entity)
    row.seller = version
    row.save()
    audit_log.record("seller_described", seller=seller.legal_entity, version=version.version)
    seller_described.publish(
        SellerDescribed(
            seller_id=version.id,
            legal_entity=seller.legal_entity,
            is_complete=not domain.missing(seller),
            occurred_at=now,
        )
    )
    return row.to_dto()


def _check(seller: Seller) -> None:
    for where, why in domain.faults(seller):
        raise SellerInvalid(where=where, why=why)
    for where, why in address_faults(seller.address).items() if seller.address else ():
        raise SellerInvalid(where=f"address.{where}", why=why)


@unit_of_work
def keep_logo(*, logo: bytes) -> str:
    """Keep a picture, for a seller's `logo` to name; its SHA-256 in hexadecimal digits. Raises LogoInvalid."""
    logos.check(logo)
    digest = hashlib.sha256(logo).hexdigest()
    models.Logo.objects.get_or_create(pk=digest, defaults={"content": logo})
    return digest


def _add(seller: Seller, *, version: int, actor: ActorId | None, now: datetime) -> models.SellerVersion:
    content = encode(seller)
    return models.SellerVersion.objects.create(
        id=new_id(),
        legal_entity=seller.legal_entity,
        version=version,
        content=content,
        fingerprint=fingerprint(content),
        actor=actor,
        created_at=now,
    )


@unit_of_work
def ensure_seller(*, name: str, now: datetime) -> None:
    """Let there be somebody who sells through the shop, of whom nothing but the name is known yet."""
    statements.insert_first(Seller(legal_entity=domain.MAIN, name=name), now=now)
