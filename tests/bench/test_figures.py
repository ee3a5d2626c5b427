"""Figures are only as good as their instruments."""

import mmap
import os
import random
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from django.db import connection

from bench import beside, growth, meter, report, rounds, soak, steps
from bench.bare import order
from bench.stage import by_program, percentile
from config import invariants
from tests.shop import Shop

LOG = """\
2026-01-01 10:00:00.000 UTC [17] gotuto-web LOG:  statement: BEGIN
2026-01-01 10:00:00.001 UTC [17] gotuto-web LOG:  execute _pg3_0:
\tINSERT INTO order_cart VALUES ($1)
\tRETURNING id
2026-01-01 10:00:00.001 UTC [17] gotuto-web DETAIL:  Parameters: $1 = '7'
2026-01-01 10:00:00.002 UTC [17] gotuto-web LOG:  statement: COMMIT
2026-01-01 10:00:00.003 UTC [18] gotuto-worker LOG:  execute <unnamed>: SELECT 1
2026-01-01 10:00:00.004 UTC [19]  LOG:  statement: SELECT 'of nobody'
""".replace("_pg3_0:\n", "_pg3_0: \n")


def test_statements_are_counted_by_program_and_transaction_control_apart():
    assert by_program(LOG.splitlines(keepends=True), 1) == {
        "web": {"statements": 1, "control": 2},
        "worker": {"statements": 1, "control": 0},
    }


def test_cpu_time_of_a_child_that_has_ended_still_counts():
    before = meter.cpu_ms({"self": os.getpid()})["self"]

    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)

    assert meter.cpu_ms({"self": os.getpid()})["self"] - before >= 2 * meter.TICK_MS


def test_memory_of_a_tree_is_measured():
    assert meter.pss_mb({"self": os.getpid()})["self"] > 1


def test_the_pace_of_the_machine_is_measured_while_something_runs():
    with meter.Pace() as pace:
        subprocess.run([sys.executable, "-c", "pass"], check=True)

    assert pace.ms >= pace.least_ms > 0


def test_a_round_is_repeated_until_one_was_undisturbed_but_not_for_ever():
    assert not rounds.enough([64.0] * (rounds.ROUNDS - 1), 64.0)
    assert rounds.enough([130.0, 120.0, 66.0, 125.0, 140.0], 64.0)
    assert not rounds.enough([130.0, 120.0, 80.0, 125.0, 140.0], 64.0)
    assert rounds.enough([130.0] * rounds.MOST_ROUNDS, 64.0)


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([5.0, 1.0, 2.0, 4.0, 3.0], 0.95) == 5.0


def test_growth_is_the_middle_of_the_rounds():
    assert growth.row("list", [(2.0, 2.2), (4.0, 8.0), (1.0, 1.2)]) == ["list", 2.0, 2.2, 1.2, "1.10-2.00"]
    assert growth.row("live, of it PostgreSQL's", [(0.0, 0.1)]) == ["live, of it PostgreSQL's", 0.0, 0.1, "-", "-"]


def test_the_picture_is_drawn_to_scale():
    picture = ElementTree.fromstring(report.chart({"order": {"web": 3.0, "postgres": 1.0}, "list": {"web": 2.0}}))  # noqa: S314

    widths = [float(bar.get("width", "0")) for bar in picture.findall("{*}rect[@height='26']")]
    assert widths[0] == pytest.approx(3 * widths[3]) == pytest.approx(1.5 * widths[5])


@pytest.mark.django_db(transaction=True)
def test_the_bare_order_is_a_whole_one(now):
    shop = Shop(now)
    for name in ("tea", "cup", "pot"):
        shop.has(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM catalog_product")
        products = [product for (product,) in cursor.fetchall()]
        shop.settle()

        order(connection.connection, random.sample(products, 3))

    assert invariants.find_violations() == []


def test_a_soak_compares_the_last_quarter_with_the_second():
    def minute(cpu: float, memory: float) -> soak.Minute:
        return soak.Minute(
            orders=300,
            cpu=cpu,
            p95_ms=10.0,
            private={1: memory},
            connections=9,
            pending=0,
            valkey_mb=1.0,
            valkey_keys=3,
        )

    said = soak.verdict([minute(50, 10), minute(20, 20), minute(21, 20), minute(23, 22)])

    assert said["CPU, late beside early"] == pytest.approx(23 / 50)
    assert said["most growth of a process"] == pytest.approx(1.2)
    assert said["connections, least and most"] == [9, 9]


def test_memory_that_a_process_fills_is_counted_and_what_it_shares_is_not():
    def counted() -> float:
        return meter.private_mb({"self": os.getpid()})[os.getpid()]

    size = 20_000_000
    before = counted()

    # Asked of the system itself: the allocator may hand out pages that the process has had all along.
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as own:
        own.write(b"x" * size)
        filled = counted()
        with mmap.mmap(-1, size) as shared:
            shared.write(own)
            assert counted() - filled < 1

    assert filled - before > size / 1_300_000


def test_the_interval_of_a_ratio_holds_the_ratio_and_shrinks_with_quieter_rounds():
    noisy = [(10.0 + number % 5, 11.0 + number % 4) for number in range(12)]
    quiet = [(10.0 + number % 2 / 10, 11.0 + number % 3 / 10) for number in range(12)]
    (low, high), (lowest, highest) = beside.interval(quiet), beside.interval(noisy)
    assert lowest <= low <= beside.ratio(quiet) <= high <= highest


def test_each_step_is_a_column_and_all_of_them_are_multiplied():
    seen = {"topics": {"order": (20.0, 1.05, "1.00-1.10")}, "documents": {"order": (22.0, 1.10, "1.05-1.15")}}
    assert "| order | 1.05 (1.00-1.10) | 1.10 (1.05-1.15) | 1.16 |" in steps.section(seen)


def test_the_steps_are_written_anew_into_their_page():
    page = steps.replaced("# What it costs\n\n## At rest\n\nnothing\n", "first")
    assert steps.replaced(page, "second") == "# What it costs\n\n## At rest\n\nnothing\n\n## Step by step\n\nsecond\n"
