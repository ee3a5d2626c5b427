-- What an invoice says was paid is the sum of its payments, and a paid one is paid in full.
SELECT coalesce(i.number, i.id::text) AS subject,
       i.status || ': ' || i.amount_paid || ' of ' || i.total || ' paid, payments come to ' || coalesce(sum(p.amount), 0) AS detail
FROM billing_invoice AS i
LEFT JOIN billing_payment AS p ON p.invoice_id = i.id
WHERE i.updated_at >= invariants_since() AND i.client_id IS NOT NULL
GROUP BY i.id, i.number, i.status, i.amount_paid, i.total
HAVING i.amount_paid <> coalesce(sum(p.amount), 0) OR (i.status = 'paid') <> (i.amount_paid = i.total)
