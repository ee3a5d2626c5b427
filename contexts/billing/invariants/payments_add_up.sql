-- What an invoice says was paid is the sum of its entries, what it says was credited that of its credit notes, and once both
-- come to its total it is paid. Nothing is paid on a credit note.
SELECT coalesce(i.number, i.id::text) AS subject,
       i.status || ': ' || i.amount_paid || ' paid and ' || i.amount_credited || ' credited of ' || i.total || ', payments come to '
           || paid.amount || ', credit notes to ' || credited.amount AS detail
FROM billing_invoice AS i
CROSS JOIN LATERAL (
    SELECT coalesce((SELECT sum(a.amount) FROM billing_allocation AS a WHERE a.invoice_id = i.id), 0)
         + coalesce((SELECT sum(p.amount) FROM billing_payment AS p WHERE p.invoice_id = i.id AND p.client_id IS NULL), 0) AS amount
) AS paid
CROSS JOIN LATERAL (
    SELECT coalesce(sum(c.total), 0) AS amount FROM billing_invoice AS c WHERE c.credits_invoice_id = i.id
) AS credited
WHERE i.updated_at >= invariants_since() AND i.client_id IS NOT NULL
  AND (i.amount_paid <> paid.amount OR i.amount_credited <> credited.amount
       OR (i.kind = 'invoice' AND (i.status = 'paid') <> (i.amount_paid + i.amount_credited = i.total)))
