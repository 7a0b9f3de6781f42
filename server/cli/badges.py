"""Badges from the command line."""

import click

from server.cli.context import open_database
from server.clock import now_ms
from server.services.badges import issue_missing_badges
from server.services.events import get_event


@click.command("issue-badges")
@click.argument("event")
def issue_badges_command(event: str) -> None:
    """Give every registered attendee of EVENT who has none a badge."""
    with open_database() as database:
        count = issue_missing_badges(database, get_event(database, event).id, now_ms())
    click.echo(f"{count} badges issued.")
