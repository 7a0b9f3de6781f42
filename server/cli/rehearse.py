"""`rehearse`: two fair days with hundreds of simulated devices, before the real ones come."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from rehearsal.plan import Plan, PlannedDevice, Played, read_played
from rehearsal.report import MOST_SHOWN, Line, Logged, Report, ServerFigures, digest_presence, judge
from server.app import ROOT
from server.cli.context import open_database_in, refer_to_database
from server.clock import now_ms
from server.config import PREFIX
from server.services.backups import make_backup
from server.services.events import get_event, get_events
from server.services.rehearsal import (
    Account,
    list_badge_codes,
    make_rehearsal_fair,
    pair_for_rehearsal,
    read_account,
)


@dataclass(frozen=True)
class Order:
    """What is to be rehearsed. `copy_of` is the folder's own edition to play on (its address, or
    empty for the latest), None for a made-up one with `attendees` visitors."""

    devices: int = 300
    seconds: float = 300.0
    scans: int = 20_000
    attendees: int = 1_600
    seed: int = 1
    copy_of: str | None = None


@click.command("rehearse")
@click.option("--devices", type=click.IntRange(1, 2000), default=300, help="How many devices.")
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=5.0, help="How long it takes.")
@click.option("--scans", type=click.IntRange(1), default=20_000, help="Badges shown in two days.")
@click.option("--attendees", type=click.IntRange(1), default=1_600, help="Made-up visitors.")
@click.option("--seed", type=int, default=1, help="The same number draws the same fair.")
@click.option("--on-copy", is_flag=True, help="Play on a copy of the database, with its visitors.")
@click.option(
    "--event",
    default="",
    show_default=False,
    help="With --on-copy: which edition; the latest if left out.",
)
@click.option("--keep", is_flag=True, help="Keep the folder of the rehearsal and say where it is.")
def rehearse_command(keep: bool, **options: Any) -> None:
    """Play two fair days in minutes: bad Wi-Fi, dying devices, a server that is killed.

    Everything happens in a folder of its own with a made-up edition; the data of the fair is not
    touched. Exit code 1 if a scan of a living device is missing or double, or if what was lost
    with dead devices is not reported by number.
    """
    folder = Path(tempfile.mkdtemp(prefix="accueil-rehearsal-"))
    try:
        report = rehearse(_read_order(**options), folder)
        _show(report)
    finally:
        if keep:
            click.echo(f"Kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if report.is_passed else 1)


def _read_order(minutes: float, on_copy: bool, event: str, **numbers: int) -> Order:
    return Order(seconds=minutes * 60, copy_of=event if on_copy else None, **numbers)


def rehearse(order: Order, folder: Path, **changes: object) -> Report:
    """Prepare `folder`, play in processes of their own, compare. `changes` are fields of the Plan.

    Raises ClickException when there is nothing to play on or the simulator could not play.
    """
    event_id, plan = prepare(order, folder)
    played = _play(replace(plan, **changes), folder)  # type: ignore[arg-type]
    names = {device.id: device.name for device in plan.devices}
    with open_database_in(folder) as database:
        account = read_account(database, event_id, list(names), now_ms())
    return judge(played, _to_figures(account, names))


def prepare(order: Order, folder: Path) -> tuple[str, Plan]:
    """Put a database with paired devices into `folder`; returns the edition's id and the plan.

    Raises ClickException when there is nothing to play on.
    """
    if order.copy_of is not None:
        _copy_database(folder)
    with open_database_in(folder) as database:
        now = now_ms()
        if order.copy_of is None:
            event_id = make_rehearsal_fair(database, order.attendees, now)
        else:
            slug = order.copy_of or _find_latest(event.slug for event in get_events(database))
            event_id = get_event(database, slug).id
        devices = pair_for_rehearsal(database, event_id, order.devices, now)
        codes = list_badge_codes(database, event_id)
    if not devices or not codes:
        raise click.ClickException("A rehearsal needs an edition with gates and badges.")
    plan = Plan(
        command=(sys.executable, "run_server.py", "serve", "--http"),
        root=str(ROOT),
        environment=_make_environment(folder),
        log=str(folder / "server.log"),
        devices=tuple(PlannedDevice(**vars(device)) for device in devices),
        codes=tuple(codes),
        seconds=order.seconds,
        scans=order.scans,
        seed=order.seed,
    )
    return event_id, plan


def _copy_database(folder: Path) -> None:
    with refer_to_database() as database:
        try:
            copy = make_backup(database, folder, now_ms())
        except sqlite3.OperationalError as error:
            raise click.ClickException("There is no database to copy.") from error
    copy.rename(folder / "accueil.db")


def _find_latest(slugs: Iterator[str]) -> str:
    found = list(slugs)
    if not found:
        raise click.ClickException("There is no edition to rehearse.")
    return found[-1]


def _make_environment(folder: Path) -> dict[str, str]:
    """Nothing of the organizer's own settings: they may name the real database."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    settings = {"ACCUEIL_DATA_DIR": str(folder), "ACCUEIL_LOG_LEVEL": "warning"}
    return inherited | settings | {"PYTHONUNBUFFERED": "1"}


def _play(plan: Plan, folder: Path) -> Played:
    """The simulator runs in a process of its own: its event loop is not the server's."""
    plan_file, played_file = folder / "plan.json", folder / "played.json"
    plan.write(plan_file)
    command = [sys.executable, "-m", "rehearsal", str(plan_file), str(played_file)]
    with _wait_for_its_end(subprocess.Popen(command, cwd=ROOT)) as process:  # noqa: S603 - ours
        code = process.wait()
    if code:
        log = Path(plan.log)
        said = log.read_text(encoding="utf-8")[-2_000:] if log.exists() else ""
        raise click.ClickException(f"The rehearsal could not be played to its end. {said}")
    return read_played(played_file)


@contextmanager
def _wait_for_its_end(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Ctrl-C reaches the simulator as well, which then stops the server that it started."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def _to_figures(account: Account, names: dict[str, str]) -> ServerFigures:
    missing = {
        device_id: tuple(n for first, last in ranges for n in range(first, last + 1))
        for device_id, ranges in account.missing.items()
    }
    return ServerFigures(
        log=tuple(Logged(**row) for row in account.log),
        parked=account.parked,
        conflicts=account.conflicts,
        missing=missing,
        differences=account.differences,
        presence_digest=digest_presence(account.presence),
        names=names,
    )


def _show(report: Report) -> None:
    width = max(len(line.words) for line in report.lines)
    for line in report.lines:
        _show_line(line, width)
    if report.is_passed:
        click.secho("Passed: nothing was lost and nothing was counted twice.", fg="green")
    else:
        click.secho("Failed.", fg="red")


def _show_line(line: Line, width: int) -> None:
    mark = {True: "ok", False: "WRONG", None: ""}[line.is_right]
    color = "red" if line.is_right is False else None
    click.secho(f"{line.words:<{width}}  {line.figure:>10}  {mark}".rstrip(), fg=color)
    if line.is_right is False:
        for detail in line.details[:MOST_SHOWN]:
            click.echo(f"    {detail}")
