"""Whenever a worker dies, or stands still for longer than its lease, the order ends as if nothing had happened."""

import subprocess
import sys

import pytest

from tests.runtime.processes import PROJECT


def tried(*wishes, driver="crash_points"):
    return subprocess.run(
        [sys.executable, "-m", f"tests.reliability.{driver}", *wishes],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize("every_step", ["0", "1"], ids=["one transaction", "a commit after each step"])
def test_a_blow_at_any_moment_of_an_order_changes_nothing(every_step):
    seen = tried("--quick", "--every-step", every_step)
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert " 0 failures" in seen.stdout


@pytest.mark.parametrize(("protection", "fate"), [("fence", "overtaken"), ("transaction", "killed")])
def test_without_its_protections_an_order_is_damaged_and_the_crash_points_see_it(protection, fate):
    seen = tried("--quick", "--life", "confirmed", "--every-step", "0", "--fate", fate, "--without", protection)
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert "another story" in seen.stdout


def test_a_blow_at_any_moment_of_an_outbound_call_makes_it_happen_once_or_leaves_it_to_a_person():
    seen = tried("--quick", driver="outbound_points")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert " 0 failures" in seen.stdout


def test_without_the_fence_an_outbound_call_has_its_effect_twice_and_the_crash_points_see_it():
    seen = tried("--quick", "--without", "fence", driver="outbound_points")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert "2 stickers" in seen.stdout


def test_a_worker_that_is_killed_while_it_makes_a_document_leaves_one_document_one_event_and_one_mail():
    seen = tried("--quick", "--fate", "killed", driver="document_points")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert " 0 failures" in seen.stdout


def test_without_the_fence_a_document_is_told_of_twice_and_the_crash_points_see_it():
    seen = tried("--quick", "--fate", "overtaken", "--without", "fence", driver="document_points")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert "2 document_stored events" in seen.stdout


def test_a_blow_at_any_moment_of_a_payment_moves_no_cent_twice():
    seen = tried("--quick", driver="payment_points")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert " 0 failures" in seen.stdout


@pytest.mark.parametrize(
    ("protection", "wishes", "sign"),
    [("keys", ["--fate", "killed"], "refunds there 9.80 (2)"), ("fence", ["--fate", "overtaken"], "another story")],
)
def test_without_its_protections_money_moves_twice_and_the_crash_points_see_it(protection, wishes, sign):
    seen = tried("--journey", "refund of a part", "--without", protection, *wishes, driver="payment_points")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert sign in seen.stdout
