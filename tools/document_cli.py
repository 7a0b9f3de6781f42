"""Write docs/cli.md: every command with the help it prints.

    .venv/bin/python -m tools.document_cli [--check]

`--check` writes nothing and exits with 1 when the document is out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from server.cli import commands, load_command

PATH = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
PROGRAM = "run_server.py"
_WIDTH = 96

_HEAD = f"""# Commands

Written by `python -m tools.document_cli` from the commands' own help. Every command reads the
settings of [configuration.md](configuration.md) (`ACCUEIL_DATA_DIR` above all) and works beside a
running server. An error is one line in red and exit code 1.

```
python {PROGRAM} COMMAND --help
```
"""


def render() -> str:
    """The whole document."""
    sections = (_section(name, command) for name, command in list_commands())
    return "\n".join([_HEAD, _section("", commands), *sections])


def list_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its name."""
    for name in commands.list_commands(click.Context(commands)):
        yield name, load_command(name)


def _section(name: str, command: click.Command) -> str:
    shown_as = f"{PROGRAM} {name}".strip()
    context = click.Context(command, info_name=shown_as, max_content_width=_WIDTH)
    context.show_default = True
    context.terminal_width = _WIDTH
    title = f"## {name}\n\n" if name else ""
    return f"{title}```\n{command.get_help(context)}\n```\n"


def main(arguments: list[str]) -> int:
    """Write or check; answers the exit code."""
    wanted = render()
    if "--check" in arguments:
        return 0 if PATH.exists() and PATH.read_text("utf-8") == wanted else 1
    PATH.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
