"""A station that reaches no server hands its unsent scans to a person, as a file."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from domain.errors import ConfigurationError
from domain.rescue import MOST_RESCUED_SCANS, make_rescue
from kiosk.store import Store, WireScan
from kiosk.store.vault import sync_folder


def rescue_unsent(store: Store, path: Path) -> int:
    """Write what waits under this and earlier pairings to a new file; how many scans that is.

    Nothing is taken out of the outbox: handed in twice is the same as once. No file is made when
    nothing waits. Raises ConfigurationError `not_paired`, `setting_invalid` (the file is there
    already or cannot be written), StoreFailedError.
    """
    if store.settings.pairing() is None:
        raise ConfigurationError("not_paired", "not paired yet: there are no scans to rescue")
    now = time.time_ns() // 1_000_000
    rescues = [
        (make_rescue(signer.device_id, now, portion, signer.secret), len(portion))
        for signer in store.settings.signers()
        for portion in _in_portions(_read_unsent(store, signer.device_id))
    ]
    if rescues:
        _write(path, "".join(text for text, _ in rescues))
    return sum(count for _, count in rescues)


def _read_unsent(store: Store, device_id: str) -> list[WireScan]:
    outbox = store.outbox(device_id, lambda: 0)
    return outbox.oldest(outbox.last_seq())


def _in_portions(scans: list[WireScan]) -> Iterator[list[WireScan]]:
    for start in range(0, len(scans), MOST_RESCUED_SCANS):
        yield scans[start : start + MOST_RESCUED_SCANS]


def _write(path: Path, text: str) -> None:
    """Whole and on the disk or stick, or not at all; an earlier rescue is never overwritten."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(error) from error
    try:
        with open(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> ConfigurationError:
    return ConfigurationError("setting_invalid", f"--rescue needs a new file: {error}")
