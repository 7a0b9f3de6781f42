"""Commands of `run_server.py`. A command parses, calls one service, prints."""

import sys

import click

from domain.errors import AccueilError
from server.cli import (
    accounts,
    backups,
    badges,
    check,
    events,
    imports,
    leads,
    rehearse,
    serving,
)


@click.group(invoke_without_command=True, context_settings={"show_default": True})
@click.pass_context
def commands(context: click.Context) -> None:
    """Accueil: check-in for trade shows. Without a command it starts the server."""
    if context.invoked_subcommand is None:
        context.invoke(serving.serve_command)


for command in (
    serving.serve_command,
    serving.trust_command,
    accounts.set_up_link_command,
    accounts.add_organizer_command,
    events.add_event_command,
    events.list_events_command,
    events.pair_command,
    imports.import_command,
    badges.issue_badges_command,
    badges.print_badges_command,
    badges.revoke_badge_command,
    badges.reissue_badge_command,
    backups.backup_command,
    backups.restore_command,
    check.recount_command,
    check.audit_command,
    rehearse.rehearse_command,
    leads.purge_leads_command,
):
    commands.add_command(command)


def main() -> None:
    """Run; an error a person can act on is one red line and exit code 1."""
    try:
        commands(prog_name="run_server.py")
    except AccueilError as error:
        click.secho(f"{error.code}: {error.message}", fg="red", err=True)
        sys.exit(1)
