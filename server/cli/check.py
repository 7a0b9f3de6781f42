"""Proofs: the numbers equal the log, the audit log is whole."""

import sys

import click

from server.cli.context import open_database
from server.services.audit import find_broken_link
from server.services.events import get_event
from server.services.lead_recount import find_wrong_leads
from server.services.recount import Recount, rebuild, recount

_MOST_SHOWN = 20


@click.command("recount")
@click.argument("event")
@click.option("--repair", is_flag=True, help="Write the live numbers anew from the log.")
def recount_command(event: str, repair: bool) -> None:
    """Count EVENT's log again and compare with the live numbers; exit code 1 if they differ.

    Leads are folded again from their captures and edits, too.
    """
    with open_database() as database:
        event_id = get_event(database, event).id
        counted = recount(database, event_id)
        _show(counted)
        if repair and counted.differences:
            counted = rebuild(database, event_id)
            click.echo("Written anew from the log.")
        wrong = find_wrong_leads(database, event_id)
    click.echo(f"{len(wrong)} leads differ from their captures and edits")
    for lead_id in wrong[:_MOST_SHOWN]:
        click.secho(f"lead {lead_id}", fg="red")
    sys.exit(1 if counted.differences or wrong else 0)


def _show(counted: Recount) -> None:
    click.echo(
        f"{counted.scan_count} scans, {counted.inside} inside, {counted.visits} visits; "
        f"{len(counted.differences)} differences"
    )
    for difference in counted.differences[:_MOST_SHOWN]:
        click.secho(difference, fg="red")


@click.command("audit")
def audit_command() -> None:
    """Check that no entry of the audit log was changed, added or removed."""
    with open_database() as database, database.read() as connection:
        broken = find_broken_link(connection)
    if broken is not None:
        raise click.ClickException(f"The chain breaks at entry {broken}.")
    click.echo("The audit log is whole.")
