"""However many issue invoices at once, give up, or are killed: no number is missing, no date is before the last one."""

from tests.reliability.test_crash_points import tried

FEW = ("--invoices", "80", "--clients", "4", "--kills", "5")


def test_numbers_dates_and_seals_are_whole_whoever_is_killed():
    seen = tried(*FEW, driver="numbering")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert "killed 5 (1 numbered, 1 opened, 1 anywhere, 1 begins, 1 issued)" in seen.stdout


def test_without_their_protection_dates_run_backwards_and_the_driver_sees_it():
    seen = tried(*FEW, "--without", "dates", driver="numbering")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert "is before that of the number before" in seen.stdout
