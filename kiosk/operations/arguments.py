"""The command line of run_kiosk.py."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

_SAME_AS = "same as ACCUEIL_KIOSK_{}"


def make_parser() -> argparse.ArgumentParser:
    """Arguments win over the environment, that over station.toml in the data folder."""
    parser = argparse.ArgumentParser(
        prog="run_kiosk.py",
        description="Run an entrance on this machine: camera, badges, gate. Works without a server"
        " once it was paired.",
        epilog="First time: run_kiosk.py --server URL --pair CODE. See docs/station.md.",
    )
    _add_doing(parser)
    _add_settings(parser)
    return parser


def _add_doing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pair", metavar="CODE", help="pair with the code from the organizer's page, then run"
    )
    parser.add_argument(
        "--force", action="store_true", help="pair anew although scans were not sent yet"
    )
    parser.add_argument(
        "--check", action="store_true", help="test camera, decoder, clock, server, disk and printer"
    )
    parser.add_argument(
        "--rescue", metavar="FILE", help="write the scans that were not sent to a new file and end"
    )


def _add_settings(parser: argparse.ArgumentParser) -> None:
    for flag, field, metavar in (
        ("--server", "server", "URL"),
        ("--data-dir", "data_dir", "FOLDER"),
        ("--camera", "cameras", "CAMERA[,CAMERA]"),
        ("--camera-size", "width", "1280x720"),
        ("--ca-file", "ca_file", "FILE"),
        ("--ca-fingerprint", "ca_fingerprint", "SHA256"),
        ("--handover-port", "handover_port", "PORT"),
        ("--key-file", "key_file", "FILE"),
        ("--printer", "printer", "HOST:PORT"),
        ("--page-port", "page_port", "PORT"),
        ("--window", "has_window", "yes|no"),
        ("--log-level", "log_level", "LEVEL"),
    ):
        name = "CAMERAS" if field == "cameras" else flag[2:].replace("-", "_").upper()
        parser.add_argument(flag, dest=field, metavar=metavar, help=_SAME_AS.format(name))


def read_arguments(
    words: Sequence[str] | None = None,
) -> tuple[argparse.Namespace, dict[str, object]]:
    """What to do, and the settings that were given by field name."""
    given = vars(make_parser().parse_args(words))
    doing = {name: given.pop(name) for name in ("pair", "force", "check", "rescue")}
    if given.get("width"):
        given["height"] = given["width"]
    return argparse.Namespace(**doing), given
