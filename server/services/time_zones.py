"""Time zones from the pinned `tzdata` package, not from whatever the machine has.

Countries change their clocks at short notice (Morocco gave up UTC+1 in 2026); a venue laptop's
operating system may not have heard of it, and "today" would begin an hour early.
"""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def find_zone(name: str) -> ZoneInfo:
    """The zone called `name`, as `Africa/Casablanca`.

    Raises ZoneInfoNotFoundError when there is none.
    """
    folder, _, leaf = f"tzdata/zoneinfo/{name}".rpartition("/")
    parts = folder.split("/")
    if not leaf or not all(part.replace("_", "").isalnum() for part in parts):
        raise ZoneInfoNotFoundError(name)
    try:
        with resources.files(".".join(parts)).joinpath(leaf).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (ModuleNotFoundError, OSError, ValueError) as error:
        raise ZoneInfoNotFoundError(name) from error
