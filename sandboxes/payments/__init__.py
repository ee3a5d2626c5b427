"""The payment sandbox: a gateway with a hosted page, faults that are wanted, and a ledger of its own."""
