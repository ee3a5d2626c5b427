"""How seals follow each other: plain Python, no database."""

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import pytest

from contexts.billing.numbers.domain import GENESIS, Link, after

FIRST = Link(
    legal_entity="main",
    series="INV",
    year=2026,
    sequence=1,
    number="INV-2026-000001",
    issue_date=date(2026, 11, 20),
    due_date=date(2026, 12, 4),
    content_hash=bytes.fromhex("aa" * 32),
    seller_hash=bytes.fromhex("bb" * 32),
)
SAID = f"main|INV|2026|1|INV-2026-000001|2026-11-20|2026-12-04|{'aa' * 32}|{'bb' * 32}"


def test_a_chain_begins_with_thirty_two_bytes_of_nothing():
    assert GENESIS == b"\0" * 32


def test_a_link_is_the_hash_of_the_one_before_and_of_what_it_seals():
    root = after(GENESIS, FIRST)
    assert root == sha256(GENESIS + SAID.encode()).digest()
    second = replace(FIRST, sequence=2, number="INV-2026-000002")
    assert after(root, second) == sha256(root + SAID.replace("|1|", "|2|").replace("01|", "02|").encode()).digest()


@pytest.mark.parametrize("changed", [field.name for field in fields(Link)])
def test_nothing_of_a_link_can_be_changed_unseen(changed):
    other = {"year": 2027, "sequence": 2, "issue_date": date(2026, 11, 21), "due_date": date(2026, 12, 5)}
    said = other.get(changed, b"\1" * 32 if changed.endswith("hash") else "other")
    assert after(GENESIS, replace(FIRST, **{changed: said})) != after(GENESIS, FIRST)
