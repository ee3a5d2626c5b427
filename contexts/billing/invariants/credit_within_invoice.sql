-- What is credited is never above the invoice: neither in all, nor of what is taxed alike, nor of a line.
WITH credited AS (
    SELECT DISTINCT i.id, i.number, i.total FROM billing_invoice AS i
    JOIN billing_invoice AS c ON c.credits_invoice_id = i.id
    WHERE c.updated_at >= invariants_since()
)
SELECT i.number AS subject, sum(c.total) || ' credited of ' || i.total AS detail
FROM credited AS i JOIN billing_invoice AS c ON c.credits_invoice_id = i.id
GROUP BY i.id, i.number, i.total
HAVING sum(c.total) > i.total
UNION ALL
SELECT i.number, 'at ' || taken.rate || ' ' || taken.category || ' ' || taken.net || ' net and ' || taken.tax || ' tax are credited of '
       || coalesce(t.net, 0) || ' and ' || coalesce(t.tax, 0)
FROM credited AS i
CROSS JOIN LATERAL (
    SELECT g.rate, g.category, g.exemption, sum(g.net) AS net, sum(g.tax) AS tax
    FROM billing_invoice AS c JOIN billing_taxline AS g ON g.invoice_id = c.id
    WHERE c.credits_invoice_id = i.id
    GROUP BY g.rate, g.category, g.exemption
) AS taken
LEFT JOIN billing_taxline AS t ON t.invoice_id = i.id AND t.rate = taken.rate AND t.category = taken.category
    AND t.exemption = taken.exemption
WHERE taken.net > coalesce(t.net, 0) OR taken.tax > coalesce(t.tax, 0)
UNION ALL
SELECT i.number, sum(l.quantity) || ' of ' || max(o.quantity) || ' pieces of line ' || max(o.position) || ' are credited'
FROM credited AS i
JOIN billing_invoice AS c ON c.credits_invoice_id = i.id
JOIN billing_invoiceline AS l ON l.invoice_id = c.id
JOIN billing_invoiceline AS o ON o.id = l.credits_line_id
GROUP BY i.id, i.number, o.id
HAVING sum(l.quantity) > max(o.quantity)
