"""E-invoices by EN 16931: XML as UN/CEFACT CII and as OASIS UBL, and Factur-X (ZUGFeRD), a PDF/A-3 that holds the former."""

from contexts.billing.documents.einvoice.completeness import check, lacking
from contexts.billing.documents.einvoice.hybrid import facturx
from contexts.billing.documents.einvoice.shares import deviation
from contexts.billing.documents.einvoice.xml import cii, ubl

__all__ = ["check", "cii", "deviation", "facturx", "lacking", "ubl"]
