"""However many look for late payers at once, each invoice turns overdue once and is told of once."""

from tests.reliability.test_crash_points import tried


def test_two_processes_turn_each_invoice_once():
    seen = tried("--invoices", "4000", "--turning", "2000", driver="overdue")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert "turned 2000, events 2000" in seen.stdout
