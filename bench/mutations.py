"""Mutation operators: the small faults that somebody could have made in a module of rules.

Tables and constants of a module are mutated like the bodies of its functions, because in a domain they are the rules.
Annotations, docstrings, decorators and the words of exceptions are left alone.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list", "lower": "upper", "upper": "lower"}
_TRIMS = ("strip", "lstrip", "rstrip", "casefold", "title")


@dataclass
class Mutant:
    """One field of one node of a module's tree with another value."""

    tree: ast.Module
    statement: ast.stmt
    owner: ast.AST
    field: str
    value: Any

    @property
    def line(self) -> int:
        return int(getattr(self.owner, "lineno", self.statement.lineno))

    @property
    def diff(self) -> tuple[str, str]:
        """The first line of the statement that differs, before and after."""
        before = ast.unparse(self.statement).splitlines()
        with self.applied():
            after = ast.unparse(self.statement).splitlines()
        pairs = [*zip(before, after, strict=False), *((line, "") for line in before[len(after) :])]
        changed = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
        return changed[0].strip(), changed[1].strip()

    def code(self, filename: str) -> CodeType:
        with self.applied():
            return compile(ast.fix_missing_locations(self.tree), filename, "exec")

    @contextmanager
    def applied(self) -> Iterator[None]:
        kept = getattr(self.owner, self.field)
        setattr(self.owner, self.field, self.value)
        yield
        setattr(self.owner, self.field, kept)


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, in the order of its lines."""
    tree = ast.parse(source)
    for statement, node in _nodes(tree.body):
        for owner, field, value in _faults(statement, node):
            yield Mutant(tree, statement, owner, field, value)


def _nodes(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, ast.AST]]:
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        yield statement, statement
        for child in _children(statement):
            if isinstance(child, ast.stmt):
                yield from _nodes([child])
            else:
                yield from _inside(statement, child)


def _inside(statement: ast.stmt, node: ast.AST) -> Iterator[tuple[ast.stmt, ast.AST]]:
    if isinstance(node, ast.match_case):
        yield from _inside(statement, node.pattern)
        yield from _nodes(node.body)
        return
    yield statement, node
    for child in _children(node):
        yield from _inside(statement, child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        # A NewType, an import or a type alias has no rule in it either.
        if name not in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            yield from (part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST))


def _faults(statement: ast.stmt, node: ast.AST) -> Iterator[tuple[ast.AST, str, Any]]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in _COMPARISONS[type(operator)]:
                    yield node, "ops", [*node.ops[:place], other(), *node.ops[place + 1 :]]
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _ARITHMETIC:
            yield node, "op", _ARITHMETIC[type(node.op)]()
        case ast.BoolOp():
            yield node, "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        case ast.Constant() if not (isinstance(statement, ast.Raise) and isinstance(node.value, str)):
            yield from ((node, "value", value) for value in _other_constants(node.value))
        case ast.If() | ast.IfExp():
            yield node, "test", ast.UnaryOp(ast.Not(), node.test)
            yield from _missing_statements(node)
        case ast.UnaryOp(op=ast.Not()):
            yield node, "op", ast.UAdd()
        case ast.comprehension():
            yield from ((node, "ifs", _without(node.ifs, place)) for place in range(len(node.ifs)))
        case ast.Return() if node.value is not None and not _is_none(node.value):
            yield node, "value", ast.Constant(None)
        case ast.Tuple() | ast.List() | ast.Set():
            yield from ((node, "elts", _without(node.elts, place)) for place in range(len(node.elts)))
        case ast.Call():
            yield from _faulty_calls(node)
        case ast.Match():
            yield from ((node, "cases", _without(node.cases, place)) for place in range(len(node.cases) - 1))
        case ast.FunctionDef() | ast.For() | ast.While():
            yield from _missing_statements(node)


def _other_constants(value: Any) -> list[Any]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case str() if value:
            return [f"x{value}"]
    return []


def _faulty_calls(call: ast.Call) -> Iterator[tuple[ast.AST, str, Any]]:
    yield from ((call, "keywords", _without(call.keywords, place)) for place in range(len(call.keywords)))
    match call.func:
        case ast.Name(id=name) if name in _NAMES:
            yield call.func, "id", _NAMES[name]
        case ast.Attribute(attr=name) if name in _NAMES:
            yield call.func, "attr", _NAMES[name]
        case ast.Attribute(attr=name) if name in _TRIMS and not call.args:
            yield call, "func", ast.Attribute(call.func.value, "__str__", ast.Load())


def _missing_statements(block: ast.AST) -> Iterator[tuple[ast.AST, str, Any]]:
    found = getattr(block, "body", None)
    body = found if isinstance(found, list) else []
    for place, statement in enumerate(body):
        call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if call or isinstance(statement, ast.Raise):
            yield block, "body", [*body[:place], ast.Pass(), *body[place + 1 :]]


def _without(parts: list[Any], place: int) -> list[Any]:
    return parts[:place] + parts[place + 1 :]


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
