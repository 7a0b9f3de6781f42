"""Editions and devices from the command line."""

import click

from server.cli.context import open_database
from server.clock import now_ms
from server.services.devices import create_pairing_code
from server.services.events import NewEvent, create_event, get_event, get_event_setup, get_events


@click.command("add-event")
@click.argument("name")
@click.argument("city")
@click.argument("starts_on", metavar="FIRST_DAY")
@click.argument("ends_on", metavar="LAST_DAY")
@click.option("--timezone", default="Africa/Casablanca", help="Time zone of the venue.")
def add_event_command(name: str, city: str, starts_on: str, ends_on: str, timezone: str) -> None:
    """Create an edition; days are written YYYY-MM-DD."""
    with open_database() as database:
        new = NewEvent(name, city, starts_on, ends_on, timezone)
        event_id = create_event(database, new, now_ms())
        click.echo(get_event(database, event_id).slug)


@click.command("events")
def list_events_command() -> None:
    """List the editions."""
    with open_database() as database:
        for event in get_events(database):
            click.echo(f"{event.slug}  {event.name}, {event.city}  {event.starts_on}")


@click.command("pair")
@click.argument("event")
@click.argument("gate")
@click.option("--name", default="Kiosk", help="What the device is called.")
@click.option("--minutes", default=10, help="How long the code is valid.")
def pair_command(event: str, gate: str, name: str, minutes: int) -> None:
    """Print a one-time code that pairs a device to the GATE of an EVENT (names or ids)."""
    with open_database() as database:
        setup = get_event_setup(database, event)
        found = [g.id for g in setup.gates if gate in (g.id, g.name)]
        if not found:
            names = ", ".join(g.name for g in setup.gates)
            raise click.ClickException(f"No gate {gate!r}; there are: {names}")
        code = create_pairing_code(
            database, setup.event.id, found[0], name, now_ms(), valid_minutes=minutes
        )
    click.echo(f"/kiosk#pair={code}")
