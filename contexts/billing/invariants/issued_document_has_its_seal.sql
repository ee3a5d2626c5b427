-- What was issued is sealed, with the number and the dates that stand on it.
SELECT i.number AS subject,
       CASE WHEN s.id IS NULL THEN 'was issued without a seal' ELSE 'has another number or date than its seal' END AS detail
FROM billing_invoice AS i
LEFT JOIN billing_seal AS s ON s.id = i.id
WHERE i.updated_at >= invariants_since() AND i.number IS NOT NULL AND i.content_hash IS NOT NULL
  AND (s.number, s.issue_date, s.due_date, s.content_hash)
      IS DISTINCT FROM (i.number, i.issue_date, i.due_date, i.content_hash)
