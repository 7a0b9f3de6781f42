"""Badges from the command line."""

from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from domain.badge_code import format_short_code, secret_of, short_code
from server.cli.context import open_database
from server.clock import now_ms
from server.printing import Layout
from server.services.attendees import get_badge_by_code
from server.services.badge_sheets import SheetOrder, print_sheet
from server.services.badges import issue_missing_badges, reissue_badge, revoke_badge
from server.services.events import EventSetup, get_event, get_event_setup

_ACTOR = "command"


@click.command("issue-badges")
@click.argument("event")
def issue_badges_command(event: str) -> None:
    """Give every registered attendee of EVENT who has none a badge."""
    with open_database() as database:
        count = issue_missing_badges(database, get_event(database, event).id, now_ms(), _ACTOR)
    click.echo(f"{count} badges issued.")


@click.command("print-badges")
@click.argument("event")
@click.option(
    "--layout",
    type=click.Choice([layout.value for layout in Layout]),
    default=Layout.A4X4.value,
    help="a6: one badge a page; a4x4: four on A4 with crop marks.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="The PDF file to write.",
)
@click.option("--category", help="Code of the one category to print; all when not given.")
def print_badges_command(event: str, layout: str, out: Path, category: str | None) -> None:
    """Print the badges of EVENT on sheets; a file that cannot be finished is not begun."""
    with open_database() as database:
        setup = get_event_setup(database, event)
        order = SheetOrder(setup.event.id, Layout(layout), _find_category(setup, category))
        with tqdm(unit=" badges", leave=False) as bar:
            report = print_sheet(
                database, order, out, lambda drawn, total: _advance(bar, drawn, total)
            )
    for warning in report.warnings:
        click.secho(f"{warning.human_code}: {warning.code} {warning.detail}", fg="yellow", err=True)
    click.echo(f"{report.badges} badges on {report.pages} pages: {out}")


def _advance(bar: "tqdm[NoReturn]", drawn: int, total: int) -> None:
    bar.total = total
    bar.update(drawn - bar.n)


def _find_category(setup: EventSetup, code: str | None) -> str | None:
    if code is None:
        return None
    for category in setup.categories:
        if category.code == code:
            return category.id
    codes = ", ".join(category.code for category in setup.categories)
    raise click.ClickException(f"No category {code!r}; there are: {codes}")


@click.command("revoke-badge")
@click.argument("event")
@click.argument("code")
@click.option("--reason", required=True, help="Why; staff read it.")
def revoke_badge_command(event: str, code: str, reason: str) -> None:
    """Revoke a badge of EVENT for good. CODE is its QR text or the short code under it."""
    with open_database() as database:
        badge = get_badge_by_code(database, get_event(database, event), code)
        revoke_badge(database, badge.id, reason, now_ms(), _ACTOR)
    click.echo("Revoked: it opens no gate any more.")


@click.command("reissue-badge")
@click.argument("event")
@click.argument("code")
@click.option("--reason", default="lost", help="Why; staff read it.")
def reissue_badge_command(event: str, code: str, reason: str) -> None:
    """Revoke a lost badge of EVENT and issue a new one; prints the new short code."""
    with open_database() as database:
        badge = get_badge_by_code(database, get_event(database, event), code)
        fresh = reissue_badge(database, badge.id, reason, now_ms(), _ACTOR)
    click.echo(format_short_code(short_code(secret_of(fresh))))
