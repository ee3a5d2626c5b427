"""What changes the claim of a fee, for the statements that add up what is owed."""

from contexts.billing.fees.dto import FeeState

# What these statements are given.
STATES = {"waived": FeeState.WAIVED.value}

# Beside `fee` in a LATERAL: by how much more is claimed from when on. A waived fee stays so: what is taken off it later is waived
# by that. Nothing of this changes any more once it has happened, so that a closed period comes out as it was.
CHANGES = """(
    SELECT fee.created_at AS at, false AS is_waiver, fee.amount
    UNION ALL
    SELECT fee.settled_at, true, coalesce((
        SELECT sum(entry.amount) FROM billing_allocation AS entry
        WHERE entry.fee_id = fee.id AND entry.booked_at <= fee.settled_at
    ), 0) - fee.amount WHERE fee.state = %(waived)s
    UNION ALL
    SELECT entry.booked_at, true, entry.amount FROM billing_allocation AS entry
    WHERE entry.fee_id = fee.id AND fee.state = %(waived)s AND entry.booked_at > fee.settled_at
)"""
