"""The decision table: why a line is taxed as it is. The first row that fits decides."""

from contexts.billing.taxes.domain import vatex
from contexts.billing.taxes.domain.cases import Case, Row, Side
from contexts.billing.taxes.dto import TaxCategory, TaxClass


def _is_small(case: Case) -> bool:
    return case.supplier.is_small and not (case.taxed_there and not case.proved_in)


TABLE: tuple[Row, ...] = (
    Row(
        name="exempt_class",
        fits=lambda case: case.tax_class is TaxClass.EXEMPT,
        category=TaxCategory.EXEMPT,
        place=Side.SELLER,
        reason="What is sold is exempt by its nature.",
        source="Directive 2006/112, art. 131 to 137",
    ),
    Row(
        name="small_enterprise_in_france",
        fits=lambda case: _is_small(case) and case.origin.law == "FR",
        category=TaxCategory.EXEMPT,
        place=Side.SELLER,
        exemption=vatex.SMALL_IN_FRANCE,
        reason="The seller is a small enterprise, which charges no tax.",
        source="Art. 293 B CGI; directive 2006/112, art. 284",
    ),
    Row(
        name="small_enterprise",
        fits=_is_small,
        category=TaxCategory.EXEMPT,
        place=Side.SELLER,
        reason="The seller is a small enterprise, which charges no tax.",
        source="Directive 2006/112, art. 284; in Germany § 19 UStG",
    ),
    Row(
        name="service_to_business_in_eu",
        fits=lambda case: case.is_service and case.leaves_union_member and case.to_business_of_other_member,
        category=TaxCategory.REVERSE_CHARGE,
        place=Side.BUYER,
        exemption=vatex.REVERSE_CHARGE,
        is_relieved=True,
        reason="A service to a business of another member state: the buyer owes the tax.",
        source="Directive 2006/112, art. 44 and 196",
    ),
    Row(
        name="domestic",
        fits=lambda case: case.stays_home,
        category=TaxCategory.STANDARD,
        place=Side.SELLER,
        rate=Side.SELLER,
        reason="It stays in the seller's country.",
        source="Directive 2006/112, art. 31, 32 and 45",
    ),
    Row(
        name="service_to_business_outside",
        fits=lambda case: (
            case.is_service and case.leaves_union_member and not case.arrives_in_union and case.to_business
        ),
        category=TaxCategory.OUT_OF_SCOPE,
        place=Side.DESTINATION,
        exemption=vatex.OUT_OF_SCOPE,
        is_relieved=True,
        reason="A service to a business outside the EU is not taxed in the EU.",
        source="Directive 2006/112, art. 44",
    ),
    Row(
        name="service_to_business_abroad",
        fits=lambda case: case.is_service and not case.leaves_union_member and case.to_business,
        category=TaxCategory.OUT_OF_SCOPE,
        place=Side.DESTINATION,
        is_relieved=True,
        reason="A service to a business in another country is not taxed in the seller's.",
        source="Value Added Tax Act 1994 (GB), section 7A (2) (a); Art. 8 (1) MWSTG (CH); § 6-22 merverdiavgiftsloven (NO)",
    ),
    Row(
        name="intra_community",
        fits=lambda case: (
            not case.is_service
            and case.leaves_union_member
            and case.arrives_in_union
            and case.to_business_of_other_member
        ),
        category=TaxCategory.INTRA_COMMUNITY,
        place=Side.SELLER,
        exemption=vatex.INTRA_COMMUNITY,
        is_relieved=True,
        reason="Goods to a business with a VAT id of another member state.",
        source="Directive 2006/112, art. 138",
    ),
    Row(
        name="business_of_own_state",
        fits=lambda case: case.leaves_union_member and case.arrives_in_union and case.to_business_of_own_state,
        category=TaxCategory.STANDARD,
        place=Side.SELLER,
        rate=Side.SELLER,
        reason="A business of the seller's own state is no consumer, and its VAT id takes no tax off.",
        source="Directive 2006/112, art. 32, 33 and 138 (1) (b)",
    ),
    Row(
        name="taxed_at_destination",
        fits=lambda case: case.taxed_there,
        category=TaxCategory.STANDARD,
        place=Side.DESTINATION,
        rate=Side.DESTINATION,
        reason="The seller is registered where it goes, or has the one-stop shop for it.",
        source="Directive 2006/112, art. 33 (a), 58 and 369a; outside the EU the law of the destination",
    ),
    Row(
        name="taxed_at_seller",
        fits=lambda case: case.leaves_union_member and case.arrives_in_union,
        category=TaxCategory.STANDARD,
        place=Side.SELLER,
        rate=Side.SELLER,
        reason="A buyer in the EU without a proved VAT id, and the seller has no registration there.",
        source="Directive 2006/112, art. 32, 45 and 59c",
    ),
    Row(
        name="service_to_consumer_abroad",
        fits=lambda case: case.is_service,
        category=TaxCategory.STANDARD,
        place=Side.SELLER,
        rate=Side.SELLER,
        reason="A service to somebody abroad who is not known to be a business.",
        source="Directive 2006/112, art. 45; Value Added Tax Act 1994 (GB), section 7A (2) (b)",
    ),
    Row(
        name="export",
        fits=lambda case: case.leaves_union_member,
        category=TaxCategory.EXPORT,
        place=Side.SELLER,
        exemption=vatex.EXPORT,
        is_relieved=True,
        reason="Goods leave the EU's territory for value added tax.",
        source="Directive 2006/112, art. 146 (1) (a)",
    ),
    Row(
        name="export_from_outside",
        fits=lambda _: True,
        category=TaxCategory.ZERO,
        place=Side.SELLER,
        is_relieved=True,
        reason="Goods leave the country of a seller outside the EU, where exports are zero-rated.",
        source="Value Added Tax Act 1994 (GB), section 30 (6); Art. 23 MWSTG (CH); § 6-21 merverdiavgiftsloven (NO)",
    ),
)
