-- What a payment says that it settles is the sum of its entries, and no invoice or fee has less than nothing of it. Together with
-- what was sent back and what did not stay it is never above what came in. It settles invoices and fees of its own client.
WITH changed AS (SELECT * FROM billing_payment WHERE updated_at >= invariants_since() AND client_id IS NOT NULL)
SELECT p.reference AS subject,
       p.amount_allocated || ' settle invoices and fees, entries come to ' || entries.amount || '; ' || p.amount_refunded || ' sent back, '
           || p.amount_reversed || ' reversed of ' || p.amount AS detail
FROM changed AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.amount), 0) AS amount FROM billing_allocation AS a WHERE a.payment_id = p.id
) AS entries
WHERE p.amount_allocated <> entries.amount OR p.amount < p.amount_allocated + p.amount_refunded + p.amount_reversed
UNION ALL
SELECT p.reference, 'the entries on an invoice or a fee come to ' || sum(a.amount)
FROM changed AS p JOIN billing_allocation AS a ON a.payment_id = p.id
WHERE a.invoice_id IS NOT NULL OR a.fee_id IS NOT NULL
GROUP BY p.id, p.reference, a.invoice_id, a.fee_id
HAVING sum(a.amount) < 0
UNION ALL
SELECT p.reference, 'it settles ' || coalesce(i.number, i.id::text) || ' of another client'
FROM changed AS p
JOIN billing_allocation AS a ON a.payment_id = p.id
LEFT JOIN billing_fee AS f ON f.id = a.fee_id
JOIN billing_invoice AS i ON i.id = coalesce(a.invoice_id, f.invoice_id)
WHERE i.client_id <> p.client_id
