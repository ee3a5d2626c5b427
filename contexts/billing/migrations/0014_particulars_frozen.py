"""Locks: billing_taxline for a moment (one unique constraint takes the place of another)."""

from django.db import migrations, models

FROZEN = """
CREATE OR REPLACE FUNCTION billing_invoice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
        NEW.content_hash, NEW.nonce, NEW.created_at, NEW.issued_at,
        NEW.credits_invoice_id, NEW.credit_reason, NEW.prices_include_tax, NEW.discount, NEW.discount_reason,
        NEW.delivered_on, NEW.deliver_to, NEW.notes, NEW.buyer_reference)
       IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.order_id, OLD.buyer, OLD.legal_entity, OLD.series, OLD.year, OLD.sequence, OLD.number,
        OLD.currency, OLD.net, OLD.tax, OLD.total, OLD.issue_date, OLD.due_date, OLD.seller_id, OLD.reference,
        OLD.content_hash, OLD.nonce, OLD.created_at, OLD.issued_at,
        OLD.credits_invoice_id, OLD.credit_reason, OLD.prices_include_tax, OLD.discount, OLD.discount_reason,
        OLD.delivered_on, OLD.deliver_to, OLD.notes, OLD.buyer_reference) THEN
        RAISE EXCEPTION 'The document % is issued: what stands on it cannot be changed. Credit it, and issue another.', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FROZEN_BEFORE = """
CREATE OR REPLACE FUNCTION billing_invoice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0013_particulars_found")]

    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BEFORE),
        migrations.RemoveConstraint(model_name="taxline", name="billing_tax_rate_once"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE billing_taxline ADD CONSTRAINT billing_tax_group_once UNIQUE USING INDEX billing_tax_group_once",
                    "ALTER TABLE billing_taxline DROP CONSTRAINT billing_tax_group_once",
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="taxline",
                    constraint=models.UniqueConstraint(
                        fields=("invoice", "rate", "category", "exemption"), name="billing_tax_group_once"
                    ),
                )
            ],
        ),
    ]
