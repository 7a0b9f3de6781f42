"""What opening day needs, in words, each with the page where it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from server.services import overview as facts
from server.services.overview import Overview, Step


@dataclass(frozen=True)
class ChecklistLine:
    """One step as the overview shows it: `detail` is what is there or what is missing."""

    name: str
    is_done: bool
    title: str
    detail: str
    action: str
    link: str


def make_checklist(overview: Overview) -> list[ChecklistLine]:
    """The steps of an edition in the order in which they are best done."""
    return [_LINES[step.name](overview, step) for step in overview.steps]


def _attendees(overview: Overview, step: Step) -> ChecklistLine:
    done = ngettext(
        "%(num)s visitor is registered.", "%(num)s visitors are registered.", overview.registered
    )
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Visitors"),
        done if step.is_done else gettext("Bring in the registration file: Excel or CSV."),
        gettext("Import a file"),
        _link(overview, "imports.show"),
    )


def _attendance_list(overview: Overview, step: Step) -> ChecklistLine:
    counting = (one.name for one in overview.setup.lists if one.counts_attendance)
    done = gettext("Attendance is counted at “%(name)s”.", name=next(counting, ""))
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Check-in list"),
        done if step.is_done else gettext("Say who may enter, when, and how often."),
        gettext("Add a list"),
        _link(overview, "lists.show_new"),
    )


def _gates(overview: Overview, step: Step) -> ChecklistLine:
    count = len(overview.setup.gates)
    done = ngettext("%(num)s gate is set up.", "%(num)s gates are set up.", count)
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Gates"),
        done if step.is_done else gettext("Name the entrances where badges are scanned."),
        gettext("Add a gate"),
        _link(overview, "gates.show_new" if overview.setup.lists else "lists.show_new"),
    )


def _badges(overview: Overview, step: Step) -> ChecklistLine:
    waiting = ngettext(
        "%(num)s visitor has no badge yet.", "%(num)s visitors have no badge yet.", step.missing
    )
    nobody = gettext("Issued once the visitors are there.")
    missing = waiting if step.missing else nobody
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Badges"),
        gettext("Everybody who is registered has one.") if step.is_done else missing,
        gettext("Issue badges"),
        _link(overview, "badges.show"),
    )


def _devices(overview: Overview, step: Step) -> ChecklistLine:
    count = overview.ready_devices
    done = ngettext("%(num)s device stands at a gate.", "%(num)s devices stand at gates.", count)
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Devices"),
        done if step.is_done else gettext("Pair a tablet: it scans badges at a gate."),
        gettext("Pair a device"),
        _link(overview, "devices.show"),
    )


def _pin(overview: Overview, step: Step) -> ChecklistLine:
    done = gettext("The staff menu of the kiosks is locked.")
    missing = gettext("Without one, visitors can open the staff menu of a kiosk.")
    return ChecklistLine(
        step.name,
        step.is_done,
        gettext("Kiosk PIN"),
        done if step.is_done else missing,
        gettext("Set a PIN"),
        _link(overview, "editions.show_settings") + "#kiosks",
    )


def _link(overview: Overview, endpoint: str) -> str:
    return url_for(endpoint, slug=overview.event.slug)


_LINES: dict[str, Callable[[Overview, Step], ChecklistLine]] = {
    facts.ATTENDEES: _attendees,
    facts.ATTENDANCE_LIST: _attendance_list,
    facts.GATES: _gates,
    facts.BADGES: _badges,
    facts.DEVICES: _devices,
    facts.PIN: _pin,
}
