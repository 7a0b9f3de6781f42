"""Leads: purged when their day is over."""

import click

from server.cli.context import open_database
from server.clock import now_ms
from server.services.events import get_event
from server.services.retention import Purge, purge_expired, purge_leads


@click.command("purge-leads")
@click.argument("event", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge_leads_command(event: str | None, yes: bool) -> None:
    """Take the leads of EVENT out for good, or of every edition whose retention day is over.

    Leads, ratings, notes, typed contacts and the access log go; counts stay.
    """
    with open_database() as database:
        if event is None:
            for purge in purge_expired(database, now_ms(), "command"):
                _show(purge)
            return
        found = get_event(database, event)
        if not yes:
            click.confirm(f"Purge all leads of {found.name} {found.city} {found.year}?", abort=True)
        _show(purge_leads(database, found.id, now_ms(), "command"))


def _show(purge: Purge) -> None:
    handed_out = sum(purge.accesses.values())
    click.echo(
        f"{purge.event.slug}: {purge.lead_count} leads, {purge.fact_count} captures and edits, "
        f"{handed_out} entries of the access log purged."
    )
