-- Each issued document has its files, or somebody is to make them.
SELECT i.number AS subject, 'nobody is to make its document' AS detail
FROM billing_invoice AS i
WHERE i.updated_at >= invariants_since() AND i.number IS NOT NULL AND i.content_hash IS NOT NULL
  AND NOT EXISTS (SELECT FROM billing_document AS d WHERE d.invoice_id = i.id)
