"""Cypher text to a tree whose nodes know their line; what the parser would guess at is refused.

`cypherast` reads `neo4j5`. Its handling of parentheses drops or invents parts of some texts, and
its backtracking takes exponential time on others: both are overridden here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from cypherast import ast as a
from cypherast.errors import CypherastError, ParseError
from cypherast.lexer import Token, TokenKind
from cypherast.parser import Parser

from graph.wording import sentence

LONGEST = 20_000
DEEPEST = 40
DEEPEST_TREE = 120
STEPS_PER_TOKEN = 60
FORBIDDEN = re.compile(r"[\\`;\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")
ASIDE = re.compile(r"//[^\n]*|/\*.*?\*/|'[^']*'|\"[^\"]*\"", re.DOTALL)
FOREIGN = re.compile(r"[^\x00-\x7f]")


class TextError(Exception):
    """A text is refused; `code` names the sentence, `line` counts from 1 in the text."""

    def __init__(self, code: str, line: int, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


class _TangledError(Exception):
    """The text makes the parser try again and again; it passes `except ParseError`."""


class _StrictParser(Parser):
    def __init__(self, source: str) -> None:
        super().__init__(source, dialect="neo4j5", max_depth=DEEPEST)
        self.steps = STEPS_PER_TOKEN * len(self.tokens)

    def _advance(self) -> Token:
        self.steps -= 1
        if self.steps < 0:
            raise _TangledError
        return super()._advance()

    def _parse_paren_or_pattern(self) -> a.AstNode:
        """Returns what the parentheses hold, or the pattern that they begin."""
        return self._path() or self._parenthesised()

    def _path(self) -> a.AstNode | None:
        start = self._i
        if self._looks_like_pattern_start():
            try:
                path = self.parse_path_pattern()
            except ParseError:
                path = None
            if path is not None and len(path.elements) > 1:
                return a.PatternPredicate(pattern=path, not_=False)
        self._i = start
        return None

    def _parenthesised(self) -> a.AstNode:
        self._expect(TokenKind.LPAREN)
        inner = self.parse_expression()
        self._expect(TokenKind.RPAREN)
        return inner


def _placed(method: Callable[[Parser], a.AstNode]) -> Callable[[Parser], a.AstNode]:
    def parse(self: Parser) -> a.AstNode:
        line = self._peek().position.line
        node = method(self)
        node._line = line
        return node

    return parse


READING = ("match", "with", "return", "unwind", "call", "node_pattern", "postfix", "case")
WRITING = ("create", "merge", "set", "delete", "remove", "foreach", "load_csv", "insert")
for _name in READING + WRITING:
    setattr(_StrictParser, f"parse_{_name}", _placed(getattr(Parser, f"parse_{_name}")))


def line_of(node: a.AstNode | None) -> int:
    """Returns the line a node begins on, or that of the nearest node around it."""
    while node is not None:
        if line := node.__dict__.get("_line"):
            return int(line)
        node = node.parent
    return 1


def parsed(text: str) -> a.AstNode:
    """Returns the tree of one statement, its `UNION` or clauses.

    Raises:
        TextError: the text is too long or tangled, has a character that servers read differently,
            or is no Cypher.
    """
    _check_characters(text)
    try:
        parser = _StrictParser(text)
        tree = parser.parse()
    except CypherastError as error:
        raise _unreadable(error, text) from None
    except (_TangledError, RecursionError):
        raise TextError("question.tangled", 1) from None
    _check_complete(parser.tokens, tree)
    return tree


def _unreadable(error: CypherastError, text: str) -> TextError:
    line, start = (error.position.line, error.position.offset) if error.position else (1, 0)
    if error.code == "CG1105":
        return TextError("question.tangled", line)
    near = text[start : start + 20].partition("\n")[0] or sentence("question.end")
    return TextError("question.syntax", line, near=near)


def _check_characters(text: str) -> None:
    if len(text) > LONGEST:
        raise TextError("question.too_long", 1, longest=LONGEST, length=len(text))
    bare = ASIDE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for pattern, where in ((FORBIDDEN, text), (FOREIGN, bare)):
        if found := pattern.search(where):
            line = text.count("\n", 0, found.start()) + 1
            raise TextError("question.character", line, character=f"U+{ord(found[0]):04X}")


def _check_complete(tokens: list[Token], tree: a.AstNode) -> None:
    """Refuses a tree that lacks a text or parameter of its source, a version or a second part."""
    kinds = Counter(token.kind for token in tokens)
    nodes = Counter(type(node) for node in walked(tree))
    lost = any(
        kinds[kind] != nodes[node]
        for kind, node in ((TokenKind.STRING, a.String), (TokenKind.PARAMETER, a.Parameter))
    )
    if lost or tree.version is not None:
        raise TextError("question.syntax", 1, near=tokens[0].text)


def children(node: object) -> Iterator[a.AstNode]:
    """Yields every node one level below, also through tuples and maps."""
    parts: Iterable[object] = ()
    if isinstance(node, a.AstNode):
        parts = node.args.values()
    elif isinstance(node, dict):
        parts = node.values()
    elif isinstance(node, (list, tuple)):
        parts = node
    for part in parts:
        if isinstance(part, a.AstNode):
            yield part
        else:
            yield from children(part)


def walked(tree: a.AstNode) -> Iterator[a.AstNode]:
    """Yields a node and every node below it, each before what it holds.

    Raises:
        TextError: the tree is deeper than a reader would follow.
    """
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_TREE:
            raise TextError("question.tangled", line_of(node))
        yield node
        waiting.extend((child, depth + 1) for child in reversed(list(children(node))))
