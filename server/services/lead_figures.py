"""What organizers see of leads: counts, booths that fell silent, phones that scan too fast or have
not sent everything. No names and no notes of leads."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.booth_watch import Burst, Sighting, find_bursts, is_silent
from domain.entities import Device, Event, Exhibitor
from server.services.events import get_event
from server.services.venue_time import local_day, local_time
from server.storage import lead_figures as rows
from server.storage.database import Database
from server.storage.devices import get_devices
from server.storage.exhibitors import get_codes, get_exhibitors

WITHDRAWN = "withdrawn"
_LOOKED_BACK_MS = 12 * 3_600_000


@dataclass(frozen=True)
class HoldingPhone:
    """A phone that has not handed in everything: what it still holds, and what it never sent."""

    device: Device
    unsent_count: int
    missing_count: int


@dataclass(frozen=True)
class BoothFigures:
    """One exhibitor in numbers. `by_hour` is the day's, by hour of the venue's clock."""

    exhibitor: Exhibitor
    scans: int
    leads: int
    withdrawn: int
    by_hour: dict[int, int]
    last_capture_at: int | None
    phones: list[Device]
    holding: list[HoldingPhone]
    bursts: list[Burst]
    is_silent: bool
    has_codes: bool

    @property
    def last_seen_at(self) -> int | None:
        """When the phone that was seen last was seen."""
        return max((p.last_seen_at for p in self.phones if p.last_seen_at), default=None)


@dataclass(frozen=True)
class LeadFigures:
    """An edition's leads in numbers, on one day; `hours` are those anybody scanned in."""

    event: Event
    day: str
    days: list[str]
    hours: list[int]
    booths: list[BoothFigures]

    @property
    def alarms(self) -> list[tuple[BoothFigures, Burst]]:
        """Phones that scan behind visitors' backs, with their booths."""
        return [(booth, burst) for booth in self.booths for burst in booth.bursts]

    @property
    def holding(self) -> list[tuple[BoothFigures, HoldingPhone]]:
        """Phones that have not handed in everything, with their booths."""
        return [(booth, phone) for booth in self.booths for phone in booth.holding]


@dataclass(frozen=True)
class _Counted:
    buckets: list[rows.Bucket]
    leads: dict[str, dict[str, int]]
    bursts: list[Burst]
    facts: dict[str, int]
    devices: list[Device]
    with_codes: frozenset[str]


def read_lead_figures(
    database: Database, event_id: str, now: int, day: str | None = None
) -> LeadFigures:
    """Every exhibitor of an edition in numbers; `day` (YYYY-MM-DD) is today, or else the last day
    anybody scanned. Raises NotFoundError `event_unknown`."""
    event = get_event(database, event_id)
    with database.read() as connection:
        exhibitors = get_exhibitors(connection, event.id)
    counted = database.read_long(lambda connection: _count(connection, event.id, now))
    days = sorted({_day_of(event, bucket) for bucket in counted.buckets})
    shown = day if day in days else _choose_day(event, days, now)
    booths = [_describe(event, one, counted, (shown, now)) for one in exhibitors]
    hours = sorted({hour for booth in booths for hour in booth.by_hour})
    span = list(range(hours[0], hours[-1] + 1)) if hours else []
    return LeadFigures(event, shown, days, span, booths)


def uses_leads(connection: Connection, event_id: str) -> bool:
    """Whether exhibitors of this edition capture leads: somebody has an access code."""
    return bool(get_codes(connection, event_id))


def _count(connection: Connection, event_id: str, now: int) -> _Counted:
    since = now - _LOOKED_BACK_MS
    sightings = [Sighting(**row) for row in rows.get_sightings(connection, event_id, since)]
    return _Counted(
        rows.count_by_bucket(connection, event_id),
        rows.count_leads(connection, event_id),
        find_bursts(sightings),
        rows.count_facts_by_device(connection, event_id),
        [one for one in get_devices(connection, event_id) if one.role == "booth"],
        frozenset(code.exhibitor_id for code in get_codes(connection, event_id)),
    )


def _day_of(event: Event, bucket: rows.Bucket) -> str:
    return local_day(bucket.bucket * rows.BUCKET_MS, event.timezone)


def _choose_day(event: Event, days: list[str], now: int) -> str:
    today = local_day(now, event.timezone)
    return today if today in days or not days else days[-1]


def _describe(
    event: Event, exhibitor: Exhibitor, counted: _Counted, moment: tuple[str, int]
) -> BoothFigures:
    day, now = moment
    mine = [bucket for bucket in counted.buckets if bucket.exhibitor_id == exhibitor.id]
    devices = [one for one in counted.devices if one.exhibitor_id == exhibitor.id]
    phones = [one for one in devices if one.revoked_at is None]
    states = counted.leads.get(exhibitor.id, {})
    last_at = max((bucket.last_at for bucket in mine), default=None)
    ids = {one.id for one in devices}
    is_open = event.starts_on <= local_day(now, event.timezone) <= event.ends_on
    joined_at = min((one.paired_at for one in phones), default=None)
    return BoothFigures(
        exhibitor=exhibitor,
        scans=sum(bucket.scan_count for bucket in mine),
        leads=sum(states.values()),
        withdrawn=states.get(WITHDRAWN, 0),
        by_hour=_count_hours(event, mine, day),
        last_capture_at=last_at,
        phones=phones,
        holding=_find_holding(devices, counted.facts),
        bursts=[burst for burst in counted.bursts if burst.device_id in ids],
        is_silent=is_open and bool(phones) and is_silent(last_at, joined_at, now),
        has_codes=exhibitor.id in counted.with_codes,
    )


def _count_hours(event: Event, mine: list[rows.Bucket], day: str) -> dict[int, int]:
    hours: dict[int, int] = {}
    for bucket in mine:
        then = local_time(bucket.bucket * rows.BUCKET_MS, event.timezone)
        if then.date().isoformat() == day:
            hours[then.hour] = hours.get(then.hour, 0) + bucket.scan_count
    return hours


def _find_holding(devices: list[Device], facts: dict[str, int]) -> list[HoldingPhone]:
    """As the closing receipt counts (server.services.closing)."""
    found = []
    for one in devices:
        received = facts.get(one.id, 0)
        missing = max(one.claimed_seq, one.last_seq, received) - received
        unsent = one.unsent_count or 0
        if missing or unsent:
            found.append(HoldingPhone(one, unsent, missing))
    return found
