"""The rule of expand and contract for one migration: whom its statements keep waiting, and what they may not do.

Each statement has to be one of the forms below; what is none of them is refused, because nobody has said how long it locks.
`docs/adr/0029-zero-downtime.md` says why.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# Constant or the same for a whole statement, so that PostgreSQL notes it once instead of writing each row anew.
_CONSTANT = re.compile(
    r"DEFAULT \(?('[^']*'|-?[\d.]+|true|false|NULL|now\(\)|CURRENT_TIMESTAMP|STATEMENT_TIMESTAMP\(\))(::[\w ]+)?\)?(?= |$)",
    re.I,
)
_NEXT_ACTION = re.compile(r", (?=(?:ADD|DROP|ALTER|VALIDATE|RENAME|SET|RESET) )", re.I)
_MEANWHILE = "gotuto.db.indexes, with atomic = False"


@dataclass
class Judgement:
    """What was found so far about one migration."""

    atomic: bool
    released: Iterable[str]
    new: set[str] = field(default_factory=set)
    # Nobody reads or writes these for a moment.
    locked: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """What the docstring has to say, but for the reason."""
        return f"Locks: {', '.join(sorted(self.locked))} for a moment (" if self.locked else "Locks: nothing ("

    def refuse(self, where: str, what: str) -> None:
        self.wrong.append(f"{where}: {what}")

    def takes_long(self, where: str, what: str) -> None:
        """Work that nobody waits for, unless the transaction holds a lock from before."""
        if self.atomic and self.locked:
            self.refuse(
                where, f"{what} while {', '.join(sorted(self.locked))} stays locked; give it a migration of its own"
            )


def judge(texts: Iterable[str], *, atomic: bool, released: Iterable[str]) -> Judgement:
    """Look at each statement; `released` are the tables and "table.column"s that the last release works with."""
    judged = Judgement(atomic=atomic, released=frozenset(released))
    for text in texts:
        for form, say in _FORMS:
            if found := re.fullmatch(form, text, re.I):
                say(judged, *found.groups())
                break
        else:
            judged.refuse(
                text[:90], "is a form that the rule does not know; tests/migrations/locks.py says which it does"
            )
    return judged


def _nothing(judged: Judgement, *_: str) -> None:
    pass


def _create_table(judged: Judgement, table: str) -> None:
    judged.new.add(table)


def _index(judged: Judgement, table: str) -> None:
    if table not in judged.new:
        judged.refuse(table, f"nobody can write while the index is built; use AddIndexInUse of {_MEANWHILE}")


def _drop_index(judged: Judgement, index: str) -> None:
    judged.refuse(index, f"everybody waits for those who use the index; use RemoveIndexInUse of {_MEANWHILE}")


def _trigger(judged: Judgement, table: str) -> None:
    judged.locked |= {table} - judged.new


def _drop_table(judged: Judgement, table: str) -> None:
    if table in judged.released:
        judged.refuse(table, "the last release works with it; drop it one release after the code has let go of it")


def _rows(judged: Judgement, words: str) -> None:
    judged.refuse(words, "moves rows within the migration; let a command do it, in batches, between two releases")


def _python(judged: Judgement) -> None:
    judged.refuse("RunPython", "nobody can tell what it locks; let a command do it, in batches, between two releases")


def _alter(judged: Judgement, table: str, actions: str) -> None:
    for action in _NEXT_ACTION.split(actions):
        _change(judged, table, action)


def _change(judged: Judgement, table: str, action: str) -> None:
    if re.match(r"(RE)?SET \(", action, re.I):
        return
    if referenced := re.search(r"REFERENCES (\w+)", action, re.I):
        judged.locked |= {referenced[1]} - judged.new
    if table in judged.new:
        return
    judged.takes_long(table, "reads all its rows") if re.match("VALIDATE ", action, re.I) else judged.locked.add(table)
    for form, refusal in _ACTIONS:
        if found := re.match(form, action, re.I):
            if said := refusal(judged, table, action, found):
                judged.refuse(f"{table}: {action[:60]}", said)
            return
    judged.refuse(f"{table}: {action[:60]}", "is a change that the rule does not know; see tests/migrations/locks.py")


def _add_column(judged: Judgement, table: str, action: str, found: re.Match[str]) -> str:
    if re.search(r" (UNIQUE|PRIMARY KEY|CHECK|GENERATED)\b", action, re.I):
        return "all rows are read or written while nobody can use the table; add it without, then the rest in steps of their own"
    if " DEFAULT " in action and not _CONSTANT.search(action):
        return "a default that differs from row to row writes all of them anew; take a constant, or NULL"
    if " NOT NULL" in action and " DEFAULT " not in action:
        return "the last release writes rows without it; add db_default"
    if " REFERENCES " in action and " DEFAULT " in action:
        return "all rows are compared with the other table; add it with NULL"
    return ""


def _add_constraint(judged: Judgement, table: str, action: str, found: re.Match[str]) -> str:
    if action.upper().endswith(" NOT VALID") or " USING INDEX " in action.upper():
        return ""
    if re.search(r"\b(UNIQUE|PRIMARY KEY|EXCLUDE)\b", action, re.I):
        return (
            "nobody can write while its index is built; build it by AddIndexInUse, then add the constraint USING INDEX"
        )
    return "all rows are read while the table is locked; add it NOT VALID, and validate it in a migration of its own"


def _drop_column(judged: Judgement, table: str, action: str, found: re.Match[str]) -> str:
    if f"{table}.{found[1]}" in judged.released:
        return "the last release names it; drop it one release after the code has let go of it"
    return ""


def _rename(judged: Judgement, table: str, action: str, found: re.Match[str]) -> str:
    if f"{table}.{found[1]}" in judged.released or (not found[1] and table in judged.released):
        return "the last release knows the old name; add the new one beside it, write both, and drop the old one a release later"
    return ""


def _saying(words: str) -> Callable[..., str]:
    return lambda *_: words


# What may follow ALTER TABLE x, each with what is wrong about it; an empty text is well.
_ACTIONS: list[tuple[str, Callable[[Judgement, str, str, re.Match[str]], str]]] = [
    (r"ADD COLUMN ", _add_column),
    (r"ADD CONSTRAINT ", _add_constraint),
    (r"VALIDATE CONSTRAINT ", _saying("")),
    (r"DROP CONSTRAINT ", _saying("")),
    (r"DROP COLUMN (?:IF EXISTS )?(\w+)", _drop_column),
    (r"RENAME (?:COLUMN (\w+) )?TO ", _rename),
    (r"ALTER COLUMN \w+ DROP NOT NULL", _saying("")),
    (r"ALTER COLUMN \w+ SET DEFAULT ", _saying("")),
    (r"ALTER COLUMN \w+ SET (STATISTICS|STORAGE|COMPRESSION) ", _saying("")),
    (r"ALTER COLUMN \w+ DROP DEFAULT", _saying("the last release writes rows without it; keep the default by db_default")),
    (r"ALTER COLUMN \w+ SET NOT NULL", _saying("all rows are read while the table is locked, and the last release may write NULL")),
    # Django writes no USING where PostgreSQL takes the new type without writing the rows anew; tests/promise looks at both types.
    (r"ALTER COLUMN \w+ TYPE (varchar\(\d+\)|text|numeric\([\d, ]+\))$", _saying("")),
    (r"ALTER COLUMN \w+ TYPE ", _saying("all rows are written anew; add a column of the new type beside it, and fill it in batches")),
]  # fmt: skip

_FORMS: list[tuple[str, Callable[..., None]]] = [
    (r"CREATE TABLE (?:IF NOT EXISTS )?(\w+) .*", _create_table),
    (r"(?:CREATE (?:UNIQUE )?|DROP )INDEX CONCURRENTLY .*", _nothing),
    (r"CREATE (?:UNIQUE )?INDEX .*?\bON (\w+) .*", _index),
    (r"DROP INDEX (?:IF EXISTS )?(\w+).*", _drop_index),
    (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\w+) (.*)", _alter),
    (r"(?:CREATE|DROP) TRIGGER .*?\bON (\w+).*", _trigger),
    (r"DROP TABLE (?:IF EXISTS )?(\w+).*", _drop_table),
    (r"((?:UPDATE|INSERT INTO|DELETE FROM) \w+)\b.*", _rows),
    (r"-- THIS OPERATION CANNOT BE WRITTEN AS SQL", _python),
    (r"(?:SET|RESET|COMMENT ON|(?:CREATE OR REPLACE|CREATE|DROP) (?:FUNCTION|VIEW|SEQUENCE)) .*", _nothing),
]
