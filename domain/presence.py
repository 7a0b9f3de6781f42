"""Who is inside: a fold over the entries and exits of one attendee at one check-in list."""

from dataclasses import dataclass, replace

ENTRY = "entry"
EXIT = "exit"


@dataclass(frozen=True)
class CheckIn:
    """An entry that was admitted, or an exit: what changes presence. `at` is corrected time."""

    direction: str
    at: int
    gate_id: str


@dataclass(frozen=True)
class Presence:
    """One attendee at one check-in list. `entered_*` tell the latest entry, for the words
    "already inside since 10:40, gate B"."""

    is_inside: bool = False
    entry_count: int = 0
    exit_count: int = 0
    entered_at: int | None = None
    entered_gate_id: str | None = None
    last_at: int | None = None


NEVER_SEEN = Presence()


def fold_presence(presence: Presence, check_in: CheckIn) -> Presence:
    """The presence after one more entry or exit.

    A fact older than the newest one known is counted, but does not change who is inside now: an
    entry that arrives late from an offline gate does not undo the exit that followed it.
    """
    is_newest = presence.last_at is None or check_in.at >= presence.last_at
    counted = _count(presence, check_in)
    if is_newest:
        counted = replace(counted, is_inside=check_in.direction == ENTRY, last_at=check_in.at)
    if check_in.direction == ENTRY and (
        presence.entered_at is None or check_in.at >= presence.entered_at
    ):
        counted = replace(counted, entered_at=check_in.at, entered_gate_id=check_in.gate_id)
    return counted


def _count(presence: Presence, check_in: CheckIn) -> Presence:
    if check_in.direction == ENTRY:
        return replace(presence, entry_count=presence.entry_count + 1)
    return replace(presence, exit_count=presence.exit_count + 1)
