"""The contract that lists what a package may import."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """
[tool.importlinter]
root_package = "core"
include_external_packages = true
contract_types = ["only: tools.import_contracts.OnlyContract"]

[[tool.importlinter.contracts]]
name = "Core is pure"
type = "only"
source = "core"
allowed = ["re", "collections"]
"""


def lint(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run the real import-linter on a package `core` of one module."""
    (folder / "core").mkdir()
    (folder / "core" / "__init__.py").touch()
    (folder / "core" / "rules.py").write_text(source, encoding="utf-8")
    (folder / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    lint_imports = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(lint_imports), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": f"{folder}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_listed_may_be_imported(tmp_path: Path) -> None:
    result = lint(tmp_path, "import re\nfrom collections.abc import Iterator\n")

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("module", ["time", "random", "socket", "flask", "reprlib"])
def test_anything_else_may_not(tmp_path: Path, module: str) -> None:
    result = lint(tmp_path, f"import {module}\n")

    assert result.returncode == 1
    assert f"core.rules imports {module}" in result.stdout


def test_the_contract_stands_where_the_settings_name_it() -> None:
    assert importlib.util.find_spec("tools.import_contracts")
    assert '"only: tools.import_contracts.OnlyContract"' in (ROOT / "pyproject.toml").read_text()
