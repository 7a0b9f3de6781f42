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
    entry that arrives late from an offline gate does not undo the exit that followed it. Of two
    facts of the same millisecond an exit counts as the later one, and of two entries the one at
    the greater gate id: so any order of arrival gives the same presence.
    """
    folded = _count(presence, check_in)
    if _is_newest(presence, check_in):
        folded = replace(folded, is_inside=check_in.direction == ENTRY, last_at=check_in.at)
    if check_in.direction == ENTRY and _is_latest_entry(presence, check_in):
        folded = replace(folded, entered_at=check_in.at, entered_gate_id=check_in.gate_id)
    return folded


def _is_newest(presence: Presence, check_in: CheckIn) -> bool:
    if presence.last_at is None or check_in.at > presence.last_at:
        return True
    return check_in.at == presence.last_at and check_in.direction == EXIT


def _is_latest_entry(presence: Presence, check_in: CheckIn) -> bool:
    if presence.entered_at is None or check_in.at > presence.entered_at:
        return True
    known_gate_id = presence.entered_gate_id or ""
    return check_in.at == presence.entered_at and check_in.gate_id > known_gate_id


def _count(presence: Presence, check_in: CheckIn) -> Presence:
    if check_in.direction == ENTRY:
        return replace(presence, entry_count=presence.entry_count + 1)
    return replace(presence, exit_count=presence.exit_count + 1)
