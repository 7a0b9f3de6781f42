"""Commands of `run_server.py`. A command parses, calls one service, prints."""

import sys
from importlib import import_module

import click

from domain.errors import AccueilError

_COMMANDS = {
    "serve": "serving:serve_command",
    "trust": "serving:trust_command",
    "set-up-link": "accounts:set_up_link_command",
    "add-organizer": "accounts:add_organizer_command",
    "add-event": "events:add_event_command",
    "events": "events:list_events_command",
    "pair": "events:pair_command",
    "import": "imports:import_command",
    "issue-badges": "badges:issue_badges_command",
    "print-badges": "badges:print_badges_command",
    "revoke-badge": "badges:revoke_badge_command",
    "reissue-badge": "badges:reissue_badge_command",
    "backup": "backups:backup_command",
    "restore": "backups:restore_command",
    "recount": "check:recount_command",
    "audit": "check:audit_command",
    "rehearse": "rehearse:rehearse_command",
    "purge-leads": "leads:purge_leads_command",
}


def load_command(name: str) -> click.Command:
    """The command of that name. Raises KeyError."""
    module, _, attribute = _COMMANDS[name].partition(":")
    command: click.Command = getattr(import_module(f"server.cli.{module}"), attribute)
    return command


class LazyGroup(click.Group):
    """Imports a command's module when it is run: a server that starts again after a power cut
    does not wait for what prints badges and reads registrations."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by name."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        return load_command(cmd_name) if cmd_name in _COMMANDS else None


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"show_default": True})
@click.pass_context
def commands(context: click.Context) -> None:
    """Accueil: check-in for trade shows. Without a command it starts the server."""
    if context.invoked_subcommand is None:
        context.invoke(load_command("serve"))


def main() -> None:
    """Run; an error a person can act on is one red line and exit code 1."""
    try:
        commands(prog_name="run_server.py")
    except AccueilError as error:
        click.secho(f"{error.code}: {error.message}", fg="red", err=True)
        sys.exit(1)
