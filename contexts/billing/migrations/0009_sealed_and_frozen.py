"""Locks: billing_invoice, billing_invoiceline, billing_seal, billing_sellerversion, billing_taxline for a moment (triggers)."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION billing_number(pattern text, year smallint, sequence integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        replace(replace(pattern, '{year}', year::text), '{yy}', lpad((year % 100)::text, 2, '0')),
        '\\{seq(:0[1-9])?\\}',
        lpad(sequence::text,
             greatest(length(sequence::text), coalesce(substring(pattern FROM '\\{seq:0([1-9])\\}')::integer, 1)), '0'))
$$;
CREATE FUNCTION billing_sealed(previous bytea, legal_entity text, series text, year smallint, sequence integer, pattern text,
                               issued date, terms_days integer, content_hash bytea, seller_hash bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN content_hash IS NULL THEN previous ELSE sha256(previous || convert_to(concat_ws(
        '|', legal_entity, series, year, sequence, billing_number(pattern, year, sequence), to_char(issued, 'YYYY-MM-DD'),
        to_char(issued + terms_days, 'YYYY-MM-DD'), encode(content_hash, 'hex'), encode(seller_hash, 'hex')), 'UTF8')) END
$$;
CREATE FUNCTION billing_invoice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.issue_date < nullif(current_setting('gotuto.retention_before', true), '')::date THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'The document % is issued: it is corrected by a credit note, and deleted by retention only.', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.kind, NEW.order_id, NEW.buyer, NEW.legal_entity, NEW.series, NEW.year, NEW.sequence, NEW.number,
        NEW.currency, NEW.net, NEW.tax, NEW.total, NEW.issue_date, NEW.due_date, NEW.seller_id, NEW.reference,
        NEW.content_hash, NEW.nonce, NEW.created_at, NEW.issued_at)
       IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.order_id, OLD.buyer, OLD.legal_entity, OLD.series, OLD.year, OLD.sequence, OLD.number,
        OLD.currency, OLD.net, OLD.tax, OLD.total, OLD.issue_date, OLD.due_date, OLD.seller_id, OLD.reference,
        OLD.content_hash, OLD.nonce, OLD.created_at, OLD.issued_at) THEN
        RAISE EXCEPTION 'The document % is issued: what stands on it cannot be changed. Credit it, and issue another.', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION billing_line_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM billing_invoice
        WHERE id = OLD.invoice_id AND number IS NOT NULL
          AND (TG_OP = 'UPDATE'
               OR issue_date >= coalesce(nullif(current_setting('gotuto.retention_before', true), '')::date, '-infinity'))
    ) THEN
        RAISE EXCEPTION 'A line of an issued document cannot be changed. Credit the document, and issue another.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION billing_seal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.gone_on IS NULL AND NEW.gone_on IS NOT NULL
       AND (to_jsonb(NEW) - 'gone_on') = (to_jsonb(OLD) - 'gone_on') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A seal stays as it is.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION billing_sellerversion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Documents keep the words of their seller: describe the seller anew instead.' USING ERRCODE = 'restrict_violation';
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION billing_sellerversion_stays();
DROP FUNCTION billing_seal_stays();
DROP FUNCTION billing_line_is_frozen();
DROP FUNCTION billing_invoice_is_frozen();
DROP FUNCTION billing_sealed(bytea, text, text, smallint, integer, text, date, integer, bytea, bytea);
DROP FUNCTION billing_number(text, smallint, integer);
"""
# Each with its way back.
TRIGGERS = [
    (
        """
    CREATE TRIGGER billing_invoice_is_frozen BEFORE UPDATE OR DELETE ON billing_invoice
    FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION billing_invoice_is_frozen()
    """,
        "DROP TRIGGER billing_invoice_is_frozen ON billing_invoice",
    ),
    (
        """
    CREATE TRIGGER billing_invoiceline_is_frozen BEFORE UPDATE OR DELETE ON billing_invoiceline
    FOR EACH ROW EXECUTE FUNCTION billing_line_is_frozen()
    """,
        "DROP TRIGGER billing_invoiceline_is_frozen ON billing_invoiceline",
    ),
    (
        """
    CREATE TRIGGER billing_taxline_is_frozen BEFORE UPDATE OR DELETE ON billing_taxline
    FOR EACH ROW EXECUTE FUNCTION billing_line_is_frozen()
    """,
        "DROP TRIGGER billing_taxline_is_frozen ON billing_taxline",
    ),
    (
        """
    CREATE TRIGGER billing_seal_stays BEFORE UPDATE OR DELETE ON billing_seal
    FOR EACH ROW EXECUTE FUNCTION billing_seal_stays()
    """,
        "DROP TRIGGER billing_seal_stays ON billing_seal",
    ),
    (
        """
    CREATE TRIGGER billing_sellerversion_stays BEFORE UPDATE OR DELETE ON billing_sellerversion
    FOR EACH ROW EXECUTE FUNCTION billing_sellerversion_stays()
    """,
        "DROP TRIGGER billing_sellerversion_stays ON billing_sellerversion",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("billing", "0008_sellers_seals_documents")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(migrations.RunSQL(made, taken_back) for made, taken_back in TRIGGERS),
    ]
