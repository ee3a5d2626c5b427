-- In each series and year, every number up to the last stands on exactly one invoice.
SELECT c.legal_entity || ' ' || c.series || ' ' || c.year AS subject,
       c.last || ' numbers given out, ' || count(i.id) || ' invoices up to ' || coalesce(max(i.sequence), 0) AS detail
FROM billing_numbercounter AS c
LEFT JOIN billing_invoice AS i
       ON i.legal_entity = c.legal_entity AND i.series = c.series AND i.year = c.year
GROUP BY c.id, c.legal_entity, c.series, c.year, c.last
HAVING count(i.id) <> c.last OR coalesce(max(i.sequence), 0) <> c.last
