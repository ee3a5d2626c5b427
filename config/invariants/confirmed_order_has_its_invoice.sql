-- Whoever has a confirmed order has exactly one invoice, issued, with the order's total and currency.
SELECT o.number AS subject,
       CASE WHEN i.id IS NULL THEN 'it has no invoice'
            ELSE 'its invoice is ' || i.status || ' over ' || i.total || ' ' || i.currency || ', it is over ' || o.total || ' ' || o.currency
       END AS detail
FROM order_order AS o
LEFT JOIN billing_invoice AS i ON i.order_id = o.id
WHERE o.changed_at >= invariants_since() AND o.status IN ('confirmed', 'processing', 'shipped', 'delivered')
  AND (i.id IS NULL OR i.id IS DISTINCT FROM o.invoice_id OR i.status NOT IN ('sent', 'overdue', 'paid')
       OR i.number IS NULL OR i.total <> o.total OR i.currency <> o.currency)
