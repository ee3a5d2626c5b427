-- An order and its invoice say the same net and tax, and the same by rate and category.
SELECT o.number AS subject,
       'it says ' || o.net || ' + ' || o.tax || ' in ' || jsonb_array_length(o.tax_lines) || ' tax lines, its invoice '
           || i.net || ' + ' || i.tax AS detail
FROM order_order AS o
JOIN billing_invoice AS i ON i.order_id = o.id AND i.client_id IS NOT NULL
WHERE o.changed_at >= invariants_since() AND o.net IS NOT NULL
  AND ((o.net, o.tax) IS DISTINCT FROM (i.net, i.tax)
       OR jsonb_array_length(o.tax_lines) <> (SELECT count(*) FROM billing_taxline AS t WHERE t.invoice_id = i.id)
       OR EXISTS (
           SELECT (line->>'rate')::numeric, line->>'category', line->>'exemption', (line->'net'->>'amount')::numeric,
                  (line->'tax'->>'amount')::numeric
           FROM jsonb_array_elements(o.tax_lines) AS line
           EXCEPT
           SELECT t.rate, t.category, t.exemption, t.net, t.tax FROM billing_taxline AS t WHERE t.invoice_id = i.id
       ))
