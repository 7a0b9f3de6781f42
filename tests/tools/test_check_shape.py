"""Long functions, wide signatures and long files are found, in Python and in JavaScript."""

from pathlib import Path

import pytest

from tools.check_shape import apply_allowed, check_file, main
from tools.code_shape import Function, list_js_functions, list_python_functions

JS = """
const pattern = /[{(]/; // function no(
export async function one(a, { b, c }, [d, e] = [1, 2]) { if (a) { b(); } for (;;) { z(); } }
class Gate extends Base {
  #secret(a) { return `x ${a ? "{" : ""}`; }
  get size() { return 1; }
  static async *all() {}
}
const two = async (a, b,) => {
  try { a(); } catch (error) { b(); }
};
const three = x => { switch (x) { case 1: {} } };
list.map((x) => ({ y: x }));
"""


def describe(functions: list[Function]) -> set[tuple[str, int, int, int]]:
    return {(one.name, one.line, one.length, one.parameters) for one in functions}


def write_project(root: Path, allowed: str, lines: int) -> None:
    (root / "domain").mkdir()
    (root / "domain" / "long.py").write_text("x = 1\n" * lines, encoding="utf-8")
    (root / "pyproject.toml").write_text(f"[tool.accueil.shape.allow]\n{allowed}\n", "utf-8")


def test_python_functions_are_measured_without_docstring_and_self() -> None:
    source = '''
class Gate:
    @property
    async def open(self, a, /, b, *, c):
        """Two
        lines."""
        def inner(): pass
        return a
'''
    assert describe(list(list_python_functions(source))) == {("open", 4, 3, 2), ("inner", 7, 1, 0)}


def test_js_functions_are_measured() -> None:
    assert describe(list(list_js_functions(JS))) == {
        ("one", 3, 1, 3),
        ("secret", 5, 1, 1),
        ("size", 6, 1, 0),
        ("all", 7, 1, 0),
        ("two", 9, 3, 2),
        ("three", 12, 1, 1),
    }


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("a.py", "def f():\n" + "    x = 1\n" * 40, "a.py:1: f: 41 lines, at most 40"),
        ("a.js", "function f() {\n" + "x();\n" * 39 + "}", "a.js:1: f: 41 lines, at most 40"),
        ("a.py", "def f(a, b, c, d, e, f): pass", "a.py:1: f: 6 parameters, at most 5"),
        ("a.js", "const f = (a, b, c, d, e, f) => {};", "a.js:1: f: 6 parameters, at most 5"),
        ("a.py", "x = 1\n" * 351, "a.py: 351 lines, at most 350"),
        ("a.js", "x();\n" * 251, "a.js: 251 lines, at most 250"),
    ],
)
def test_what_is_over_a_limit_is_said(path: str, source: str, said: str) -> None:
    assert [breach.message for breach in check_file(path, source)] == [said]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "def f():\n" + "    x = 1\n" * 39),
        ("a.js", "function f() {\n" + "x();\n" * 38 + "}"),
        ("a.py", "def f(a, b, c, d, e, *, g, h): pass"),
        ("a.js", "class Big {\n" + "a() {}\n" * 50 + "}"),
    ],
)
def test_what_is_at_a_limit_passes(path: str, source: str) -> None:
    assert not list(check_file(path, source))


def test_an_exception_covers_a_file_or_a_function() -> None:
    breaches = list(check_file("a.py", "def f(a, b, c, d, e, f): pass\n" + "x = 1\n" * 350))

    assert apply_allowed(breaches, {"a.py": "a list", "a.py::f": "a table"}) == []
    assert len(apply_allowed(breaches, {"a.py": "a list"})) == 1


def test_an_exception_that_covers_nothing_is_reported() -> None:
    assert apply_allowed([], {"a.py": "was long"}) == [
        "pyproject.toml: exception no longer needed: a.py"
    ]


def test_the_project_is_read_with_its_exceptions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path, '"domain/*.py" = "one list"', lines=400)
    assert main(tmp_path) == 0

    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "domain/long.py: 400 lines" in capsys.readouterr().err
