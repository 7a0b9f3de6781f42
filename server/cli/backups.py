"""Backups by hand."""

from pathlib import Path

import click

from server.cli.context import open_database, read_settings, refer_to_database
from server.clock import now_ms
from server.folder_lock import hold_folder
from server.services.backups import make_backup, restore_backup


@click.command("backup")
def backup_command() -> None:
    """Copy the database, also while the server runs, and print where the copy is."""
    folder = read_settings().backup_dir
    with open_database() as database:
        click.echo(make_backup(database, folder, now_ms()))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore_command(file: Path) -> None:
    """Put the backup FILE in the place of the database. The server must be stopped; the database
    that was there is kept beside it."""
    settings = read_settings()
    with hold_folder(settings.data_dir), refer_to_database() as database:
        kept = restore_backup(file, database, now_ms())
    click.echo(f"Restored from {file}.")
    if kept is not None:
        click.echo(f"What was there before: {kept}")
