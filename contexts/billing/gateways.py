"""The outbound destinations of all topics, which every process knows from its start."""

from datetime import timedelta
from functools import partial

from contexts.billing.attempts.gateways import DESTINATIONS as PAYMENT_GATEWAYS
from contexts.billing.documents.gateways import storage
from contexts.billing.refunds.gateways import DESTINATIONS as REFUNDS
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.queries import get_seller
from contexts.billing.taxes.gateways import ask_service, was_not_answered
from contexts.billing.taxes.models import VatIdCheck
from contexts.billing.taxes.statements import VIES
from gotuto.outbound import Destination, Timeouts

__all__ = ["PAYMENT_GATEWAYS", "REFUNDS", "storage", "vies"]


def _own_vat_id() -> str:
    return get_seller(legal_entity=MAIN).seller.vat_id


# Put together here, as taxes know no sellers.
vies = Destination(
    name=VIES,
    model=VatIdCheck,
    send=partial(ask_service, asking=_own_vat_id),
    ask=was_not_answered,
    ask_after=(timedelta(minutes=1),),
    timeouts=Timeouts(connect=5, read=20, whole=30),
)
