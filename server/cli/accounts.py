"""Organizers from the command line."""

import click

from server.cli.context import open_database
from server.clock import now_ms
from server.services.organizers import Credentials, add_organizer, create_setup_link


@click.command("set-up-link")
def set_up_link_command() -> None:
    """Print a new one-time link's token for the first organizer."""
    with open_database() as database:
        token = create_setup_link(database, now_ms())
    if token is None:
        raise click.ClickException("There is an organizer already; use add-organizer.")
    click.echo(f"/set-up#{token}")


@click.command("add-organizer")
@click.argument("email")
@click.option("--name", default="", help="The name colleagues see.")
@click.password_option(help="Asked for when not given.")
def add_organizer_command(email: str, name: str, password: str) -> None:
    """Let somebody sign in."""
    with open_database() as database:
        add_organizer(database, Credentials(email, name, password), now_ms())
    click.echo(f"{email} can sign in.")
