"""The documents that are made from the program agree with it."""

from pathlib import Path

import click
import pytest

from server.storage import schema
from tools import document_cli, document_schema


def test_every_command_is_documented_as_it_is() -> None:
    text = document_cli.PATH.read_text("utf-8")
    assert text == document_cli.render(), "run: .venv/bin/python -m tools.document_cli"
    for name, _ in document_cli.list_commands():
        assert f"## {name}\n" in text


def test_every_command_says_what_it_does() -> None:
    for name, command in document_cli.list_commands():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.name}"


def test_every_table_is_documented_as_it_is() -> None:
    text = document_schema.PATH.read_text("utf-8")
    assert text == document_schema.render(), "run: .venv/bin/python -m tools.document_schema"
    for table in schema.metadata.tables.values():
        assert table.comment, table.name
        assert f"## {table.name}\n" in text


def test_checking_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tool in (document_cli, document_schema):
        path = tmp_path / f"{tool.__name__}.md"
        monkeypatch.setattr(tool, "PATH", path)
        assert tool.main(["--check"]) == 1
        assert not path.exists()
        assert tool.main([]) == 0
        assert tool.main(["--check"]) == 0
