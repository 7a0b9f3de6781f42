"""JavaScript imports are relative, exist, and leave no closed folder."""

from pathlib import Path

import pytest

from tools.check_js_imports import list_imports, main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one module in each of three folders."""
    for folder in ("domain", "helpers", "views"):
        (tmp_path / "static" / "js" / folder).mkdir(parents=True)
        (tmp_path / "static" / "js" / folder / "known.js").write_text("export {};\n")
    return tmp_path


def write_module(root: Path, path: str, content: str) -> None:
    (root / "static" / "js" / path).write_text(content, encoding="utf-8")


def test_relative_imports_that_exist_pass(root: Path) -> None:
    write_module(
        root, "views/a.js", 'import { a } from "../domain/known.js";\nimport "./known.js";'
    )
    write_module(root, "domain/a.js", 'export { a } from "./known.js";')

    assert main(root) == 0


def test_every_way_to_import_is_seen_and_types_are_not() -> None:
    source = """
/** @typedef {import("../types.js").Gate} Gate */
import a, {
  b,
} from "./one.js";
import './two.js';
export * from "./three.js";
const four = await import("./four.js");
"""
    assert set(list_imports(source)) == {"./one.js", "./two.js", "./three.js", "./four.js"}


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("views/a.js", 'import { openDB } from "idb";', "'idb' is not a relative path"),
        ("views/a.js", 'import "./absent.js";', "'./absent.js' does not exist"),
        ("domain/a.js", 'import "../views/known.js";', "leaves a folder"),
        ("helpers/a.js", 'import "../domain/known.js";', "leaves a folder"),
    ],
)
def test_other_imports_are_refused(
    root: Path, capsys: pytest.CaptureFixture[str], path: str, source: str, said: str
) -> None:
    write_module(root, path, source)

    assert main(root) == 1
    assert said in capsys.readouterr().err


def test_a_project_without_scripts_passes(tmp_path: Path) -> None:
    assert main(tmp_path) == 0
