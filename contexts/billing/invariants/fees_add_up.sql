-- What a fee says was paid is the sum of its entries, and never above the fee; once it comes to the fee, and only then, it is paid.
WITH changed AS (
    SELECT id FROM billing_fee WHERE created_at >= invariants_since()
    UNION SELECT fee_id FROM billing_allocation WHERE booked_at >= invariants_since() AND fee_id IS NOT NULL
)
SELECT f.id::text AS subject,
       f.state || ': ' || f.amount_paid || ' paid of ' || f.amount || ', entries come to ' || entries.amount AS detail
FROM changed JOIN billing_fee AS f ON f.id = changed.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.amount), 0) AS amount FROM billing_allocation AS a WHERE a.fee_id = f.id
) AS entries
WHERE f.amount_paid <> entries.amount OR f.amount_paid > f.amount OR (f.state = 'paid') <> (f.amount_paid = f.amount)
