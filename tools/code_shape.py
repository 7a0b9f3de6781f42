"""Where functions begin and end, in Python and in JavaScript."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.jslexer import Token, tokenize

# Words before "( ... ) {" that open a block and no function.
BLOCK_WORDS = {"if", "for", "while", "switch", "catch", "with"}
OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = {close: open_ for open_, close in OPENING.items()}


@dataclass(frozen=True)
class Function:
    """A function's name, first line, length in lines without docstring, positional parameters."""

    name: str
    line: int
    length: int
    parameters: int


def list_python_functions(source: str) -> Iterator[Function]:
    """Every function and method; decorators, docstring and `self` do not count."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            length = end - node.lineno + 1 - _docstring_length(node)
            yield Function(node.name, node.lineno, length, _count_positional(node.args))


def list_js_functions(source: str) -> Iterator[Function]:
    """Every function, method and arrow function with a block.

    Works on tokens, as the project carries no JavaScript parser for Python: a `{` after `=>`, or
    after the parenthesis of anything but a control word, opens a function.
    """
    tokens = [token for token in _tokenize(source) if "comment" not in token.type]
    pairs = _match_brackets(tokens)
    for opening, closing in pairs.items():
        if tokens[opening].value == "{":
            head = _find_head(tokens, pairs, opening)
            if head is not None:
                length = tokens[closing].lineno - tokens[head].lineno + 1
                counted = _count_arguments(tokens, pairs, head)
                yield Function(_name_of(tokens, head), tokens[head].lineno, length, counted)


def _docstring_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _count_positional(arguments: ast.arguments) -> int:
    names = [one.arg for one in arguments.posonlyargs + arguments.args]
    return len(names[1:] if names[:1] in (["self"], ["cls"]) else names)


def _tokenize(source: str) -> Iterator[Token]:
    yield from tokenize(source, jsx=False, dotted=False, template_string=True)


def _match_brackets(tokens: list[Token]) -> dict[int, int]:
    """Index of each closing bracket by the index of its opening one."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "operator" and token.value in OPENING:
            waiting.append(index)
        elif token.type == "operator" and token.value in CLOSING and waiting:
            pairs[waiting.pop()] = index
    return pairs


def _find_head(tokens: list[Token], pairs: dict[int, int], brace: int) -> int | None:
    """Index of the token that a function's parameters begin with, None for another block."""
    is_arrow = [token.value for token in tokens[max(brace - 2, 0) : brace]] == ["=", ">"]
    last = brace - 3 if is_arrow else brace - 1
    if last < 0 or tokens[last].value != ")":
        return last if is_arrow and last >= 0 else None
    head = next(opening for opening, closing in pairs.items() if closing == last)
    before = tokens[head - 1] if head else None
    if is_arrow:
        return head
    is_function = before and before.type == "name" and before.value not in BLOCK_WORDS
    return head if is_function else None


def _count_arguments(tokens: list[Token], pairs: dict[int, int], head: int) -> int:
    if tokens[head].value != "(":
        return 1
    index, count = head + 1, 0
    while index < pairs[head]:
        count += tokens[index].value == ","
        index = pairs.get(index, index) + 1
    has_any = pairs[head] > head + 1
    ends_with_comma = tokens[pairs[head] - 1].value == ","
    return count + (has_any and not ends_with_comma)


def _name_of(tokens: list[Token], head: int) -> str:
    """The nearest name before the parameters: of the function, or of what it is assigned to."""
    for token in reversed(tokens[max(head - 4, 0) : head]):
        if token.type == "name" and token.value not in {"async", "function"}:
            return token.value
    return "(anonymous)"
