"""The static check of a question or a statement, before any server sees it.

Allowed is what is listed here and nothing else; visibility and model are the walk of `scopes`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from cypherast import ast as a

from graph.errors import DataError, Issue
from queries.header import QuestionError, QuestionFile
from queries.model import VALUE, labels_of
from queries.parser import TextError, line_of, parsed, walked
from queries.scopes import Scopes

VISIBLE = "visible"
ALLOWED_NAMES = (
    "Cypher Query Union Match Where With Return Unwind CallSubquery Order Ordered Skip Limit "
    "Pattern PathPattern NodePattern RelationshipPattern LabelExpression LabelPredicate "
    "PatternPredicate CountSubquery Identifier Parameter Property PropertySelector Alias Map "
    "MapProjection List ListSubscript ListSlice ListComprehension ListLambda Quantifier Case "
    "Coalesce FunctionCall IsNull Not Neg And Or Xor In EQ NEQ LT LTE GT GTE Add Sub Mul Div "
    "Mod Pow StartsWith EndsWith Contains Star Null Boolean Integer Float String"
)
ALLOWED = tuple(getattr(a, name) for name in ALLOWED_NAMES.split())


@lru_cache(maxsize=256)
def check_question(question: QuestionFile, file: str) -> frozenset[str]:
    """Refuses a question whose body breaks a rule or does not agree with its header; once.

    Returns the types of the nodes that it reads.

    Raises:
        QuestionError: with the file and the line in it.
    """
    header = question.header
    try:
        tree = _read(question.body)
        _check_declared(tree, header.parameters.keys())
        found = list(Scopes(strict=True).columns(tree.this))
        _check_columns(tree.this.clauses[-1], list(header.columns), found)
    except TextError as error:
        line = error.line + question.first_line - 1
        raise QuestionError(Issue(error.code, file, line, values=error.values)) from None
    if unused := sorted(header.parameters.keys() - _parameters(tree).keys()):
        line = question.lines["parameters", unused[0]]
        raise QuestionError(Issue("question.unused", file, line, values={"name": unused[0]}))
    return _labels(tree)


def types_read(text: str) -> frozenset[str]:
    """Returns the types of the nodes that a checked statement reads."""
    return _labels(parsed(text))


def _labels(tree: a.AstNode) -> frozenset[str]:
    said = (node.labels for node in walked(tree) if isinstance(node, a.NodePattern) and node.labels)
    return VALUE.union(*map(labels_of, said))


def checked_statement(text: str, parameters: Mapping[str, object]) -> str:
    """Returns one statement of the operator as it may be sent.

    Raises:
        DataError: the statement breaks a rule, or its parameters are not those given.
    """
    body = text.replace("\r\n", "\n").strip().removesuffix(";")
    try:
        tree = _read(body)
        Scopes(strict=False).columns(tree.this)
        _check_declared(tree, parameters.keys())
    except TextError as error:
        issue = Issue(error.code, line=error.line, values=error.values)
        raise DataError("statement.refused", [issue]) from None
    return body


def _read(body: str) -> a.AstNode:
    tree = parsed(body)
    for node in walked(tree):
        if not isinstance(node, ALLOWED) or getattr(node, "hints", None):
            raise TextError("question.construct", line_of(node), name=type(node).__name__)
    if isinstance(tree.this, a.Union):
        raise TextError("question.union", line_of(tree.this.expression.clauses[0]))
    if not isinstance(tree.this.clauses[-1], a.Return):
        raise TextError("question.no_return", line_of(tree.this.clauses[-1]))
    return tree


def _parameters(tree: a.AstNode) -> dict[str, a.AstNode]:
    found = {node.name: node for node in walked(tree) if isinstance(node, a.Parameter)}
    return {name: node for name, node in found.items() if name != VISIBLE}


def _check_declared(tree: a.AstNode, declared: Collection[str]) -> None:
    for name, node in _parameters(tree).items():
        if name not in declared:
            raise TextError("question.undeclared", line_of(node), name=name)


def _check_columns(clause: a.AstNode, declared: list[str], found: list[str]) -> None:
    if declared != found:
        said, made = ", ".join(declared), ", ".join(found)
        raise TextError("question.columns", line_of(clause), declared=said, found=made)
