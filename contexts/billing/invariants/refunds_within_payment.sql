-- What a payment says that goes back is the sum of its refunds that were not withdrawn, and never above what came in. With the
-- cancellation of an order each payment goes back once.
WITH changed AS (SELECT * FROM billing_payment WHERE updated_at >= invariants_since() AND client_id IS NOT NULL)
SELECT p.reference AS subject,
       p.amount_refunded || ' sent back of ' || p.amount || ', refunds come to ' || refunds.amount AS detail
FROM changed AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.amount), 0) AS amount FROM billing_refund AS r WHERE r.payment_id = p.id AND r.withdrawn_at IS NULL
) AS refunds
WHERE p.amount_refunded <> refunds.amount OR refunds.amount > p.amount
UNION ALL
SELECT p.reference, count(*) || ' refunds with the cancellation of the order ' || r.order_id
FROM changed AS p JOIN billing_refund AS r ON r.payment_id = p.id
WHERE r.order_id IS NOT NULL AND r.attempt_id IS NULL
GROUP BY p.id, p.reference, r.order_id
HAVING count(*) > 1
