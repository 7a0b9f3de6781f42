"""Registration files from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click
from tqdm import tqdm

from domain.errors import AccueilError
from server.cli.context import open_database, read_settings
from server.cli.import_words import (
    describe_columns,
    describe_error,
    describe_outcome,
    fill_in,
    read_maps,
)
from server.clock import now_ms
from server.importing.limits import FileLimits
from server.importing.read_file import ReadingChoices
from server.importing.report import write_problems_csv
from server.importing.stage_problems import count_problem_kinds, load_problems
from server.importing.staging import Stage
from server.services.events import get_event
from server.services.import_orders import CHECK, READ, STORE, ImportChoices
from server.services.registrations import RegistrationFiles, Upload, correct_stage

_STEPS = {READ: "Reading", CHECK: "Checking", STORE: "Storing"}
_NO_HEADER = -1


@dataclass(frozen=True)
class _Wish:
    """What was asked for. `maps` is `HEADER=FIELD` texts, `problems` the file to write them to."""

    event: str
    upload: Upload
    choices: ImportChoices
    maps: tuple[str, ...]
    problems: Path | None


@click.command("import")
@click.argument("event")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what it would bring; write nothing.")
@click.option(
    "--cancelled",
    type=click.Choice(["leave-out", "import"]),
    default="leave-out",
    help="Cancelled and refunded rows: leave them out, or import them as cancelled.",
)
@click.option(
    "--shared-email",
    type=click.Choice(["keep", "leave-out"]),
    default="keep",
    help="Several people with one e-mail: keep them all, or the first only.",
)
@click.option(
    "--share",
    type=click.Choice(["none", "all"]),
    default="none",
    help="Contact details where the file does not say; all only with everybody's consent.",
)
@click.option(
    "--encoding", default="", show_default=False, help="Encoding of a text file, as cp1252."
)
@click.option(
    "--separator", default="", show_default=False, help="Between columns: one character, or tab."
)
@click.option("--sheet", default="", show_default=False, help="Sheet of a workbook.")
@click.option("--header-row", type=click.IntRange(0), help="Row of the headers; 0: there are none.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="HEADER=FIELD",
    help="What a column (header or letter) holds, as 'Nom=last_name'; '-' leaves it out.",
)
@click.option(
    "--problems",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="CSV file to write the rows with problems to.",
)
def import_command(event: str, file: Path, dry_run: bool, **options: Any) -> None:
    """Bring the registrations in FILE into EVENT, all or nothing.

    FILE is CSV (any separator), XLSX, XLS, XLSB or ODS. The same file again updates people.
    """
    upload = Upload(file.name, file, _read_reading(options))
    choices = _read_choices(options)
    wish = _Wish(event, upload, choices, options["maps"], options["problems"])
    try:
        with _open_files() as files:
            _try(files, wish) if dry_run else _import(files, wish)
    except AccueilError as error:
        _refuse(error)


def _read_reading(options: dict[str, Any]) -> ReadingChoices:
    separator, header_row = options["separator"], options["header_row"]
    return ReadingChoices(
        encoding=options["encoding"],
        separator="\t" if separator.lower() in ("tab", "\\t") else separator[:1],
        sheet=options["sheet"],
        header_row=_NO_HEADER if header_row == 0 else header_row or 0,
    )


def _read_choices(options: dict[str, Any]) -> ImportChoices:
    return ImportChoices(
        cancelled=options["cancelled"].replace("-", "_"),
        shared_email=options["shared_email"].replace("-", "_"),
        default_share_level=options["share"],
    )


@contextmanager
def _open_files() -> Iterator[RegistrationFiles]:
    settings = read_settings()
    limits = FileLimits(file_bytes=settings.max_body_bytes)
    with open_database() as database, _ProgressBars() as bars:
        yield RegistrationFiles(database, settings.data_dir / "imports", limits, bars.watch)


def _try(files: RegistrationFiles, wish: _Wish) -> None:
    event = get_event(files.database, wish.event)
    with files.try_file(event.id, wish.upload, now_ms()) as tried:
        stage = _correct(tried, wish.maps)
        preview = files.preview_stage(stage, event.id, wish.choices)
        _tell(stage, preview.as_report(), wish.problems)
    click.echo("Nothing was written.")


def _import(files: RegistrationFiles, wish: _Wish) -> None:
    event = get_event(files.database, wish.event)
    stage = files.stage_file(event.id, wish.upload, now_ms())
    try:
        stage = _correct(stage, wish.maps)
        report = files.apply_import(stage.stage_id, wish.choices, now_ms())
    except BaseException:
        files.discard_import(stage.stage_id)
        raise
    _tell(stage, report, wish.problems)
    click.secho("Imported.", fg="green")
    if report["new"]:
        click.echo(f"Give the new ones badges: run_server.py issue-badges {event.slug}")


def _correct(stage: Stage, maps: tuple[str, ...]) -> Stage:
    if maps:
        stage = correct_stage(stage, read_maps(stage.mapping, maps))
    click.echo(describe_columns(stage))
    return stage


def _tell(stage: Stage, report: dict[str, Any], problems: Path | None) -> None:
    click.echo(describe_outcome(report, count_problem_kinds(stage)))
    if problems is None:
        return
    found = load_problems(stage)
    problems.write_bytes(write_problems_csv(found, fill_in))
    click.echo(f"{len(found)} problems written to {problems}")


class _ProgressBars:
    """One bar after the other on standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._step = ""
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> "_ProgressBars":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def watch(self, step: str, done: int, total: int) -> None:
        """Draw how far a step is."""
        if self._bar is None or step != self._step:
            self.__exit__()
            self._step = step
            self._bar = tqdm(desc=_STEPS[step], unit=" rows", leave=False, disable=None)
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def _refuse(error: AccueilError) -> NoReturn:
    """One red line, what helps below it, exit code 1."""
    first, *more = describe_error(error)
    click.secho(first, fg="red", err=True)
    for line in more:
        click.echo(line, err=True)
    raise click.exceptions.Exit(1)
