-- In each series and year the last number stands on an invoice, and each but the first has the one before it.
SELECT c.legal_entity || ' ' || c.series || ' ' || c.year AS subject,
       c.last || ' numbers given out, invoices up to ' || coalesce(latest.sequence, 0) AS detail
FROM billing_numbercounter AS c
LEFT JOIN LATERAL (
    SELECT i.sequence FROM billing_invoice AS i
    WHERE i.legal_entity = c.legal_entity AND i.series = c.series AND i.year = c.year AND i.sequence IS NOT NULL
    ORDER BY i.sequence DESC
    LIMIT 1
) AS latest ON true
WHERE c.last <> coalesce(latest.sequence, 0)
UNION ALL
SELECT i.number, 'there is no invoice with the number before it'
FROM billing_invoice AS i
WHERE i.updated_at >= invariants_since() AND i.sequence > 1
  AND NOT EXISTS (
      SELECT FROM billing_invoice AS p
      WHERE p.legal_entity = i.legal_entity AND p.series = i.series AND p.year = i.year AND p.sequence = i.sequence - 1
  )
