"""`serve`, and what devices need to trust the server."""

from datetime import UTC, datetime

import click

from server.app import create_app
from server.background import start_background_tasks
from server.cli.context import read_settings
from server.extensions import Accueil
from server.folder_lock import hold_folder
from server.logs import configure_logs
from server.net import Addresses, find_certificate, print_addresses, serve
from server.services.organizers import create_setup_link
from server.tls import to_chromium_policy


@click.command("serve")
@click.option("--http", "is_http", is_flag=True, help="Plain HTTP, for this machine only.")
@click.option("--host", help="IP address to listen on.")
@click.option("--port", type=int, help="Port of the product; 0 takes a free one.")
@click.option("--data-dir", help="Folder for everything the server keeps.")
def serve_command(is_http: bool, host: str | None, port: int | None, data_dir: str | None) -> None:
    """Start the venue server and stay until it is stopped."""
    settings = read_settings(is_http=is_http or None, host=host, port=port, data_dir=data_dir)
    configure_logs(settings.log_level)
    with hold_folder(settings.data_dir):
        app = create_app(settings)
        accueil: Accueil = app.extensions["accueil"]
        start_background_tasks(accueil)
        serve(app, settings, lambda addresses: _announce(accueil, addresses))


def _announce(accueil: Accueil, addresses: Addresses) -> None:
    print_addresses(addresses)
    token = create_setup_link(accueil.database, accueil.clock())
    if token is not None:
        link = f"{addresses.product[0]}/set-up#{token}"
        print(f"First start. Set up the first organizer (valid 24 hours):\n  {link}", flush=True)


@click.command("trust")
@click.option("--policy", is_flag=True, help="Print a policy file for managed Chromium kiosks.")
def trust_command(policy: bool) -> None:
    """Show what a device needs to trust this server."""
    settings = read_settings()
    certificate = find_certificate(settings, datetime.now(UTC))
    if certificate.authority is None:
        raise click.ClickException("The server uses certificate files of your own.")
    if not policy:
        click.echo(f"Certificate of the authority: {settings.tls_dir / 'ca.crt'}")
        return
    names = [*certificate.names.dns, *map(str, certificate.names.addresses)]
    origins = [f"https://{name}:{settings.port}" for name in names]
    click.echo(to_chromium_policy(certificate.authority, origins))
