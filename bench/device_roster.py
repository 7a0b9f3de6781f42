"""A gate's tablet (real Chromium) at a big fair: how long its first roster takes to arrive, how
soon a change is stored on it, and how long a badge waits for the tablet's own verdict once the
server is gone. Browser and server share this machine's cores. `python -m bench device_roster`.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.venue import BenchFair, open_bench_fair
from domain.entities import Badge
from domain.sealed_roster import badge_token, roster_index
from server.services.attendees import Standing, change_standing
from server.services.badges import get_badges_to_print
from server.services.devices import create_pairing_code
from tests.browser.chromium import open_chromium
from tests.support.fair import GateDevice
from tests.support.running_server import RunningServer, run_server

ATTENDEES = 25_000
SCANS = 400
DELTAS = 30
PAUSE_MS = 150
"""Between two badges: a lane takes ten times as long, but what follows a scan gets its turn."""
_MOST_MS = 300_000

_WATCH = """
() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
  new MutationObserver(() => {
    const { roster } = document.documentElement.dataset;
    if (roster === "complete") window.completeAt ??= performance.now();
  }).observe(document, { subtree: true, attributeFilter: ["data-roster"] });
}
"""
"""Before the page's own scripts: tasks over 50 ms, and when the roster was complete."""

_READ_NUMBER = """
async ([store, key, known = -1]) => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("accueil-kiosk");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const read = () => new Promise((resolve) => {
    const asked = database.transaction(store).objectStore(store).get(key);
    asked.onsuccess = () => resolve(asked.result?.n ?? 0);
  });
  let number = await read();
  while (number <= known) {
    await new Promise((done) => setTimeout(done, 4));
    number = await read();
  }
  database.close();
  return { number, at: Date.now() };
}
"""
"""The change number of a row of the roster or of presence, as soon as it is above `known`, and
when that was."""

_SCAN_ALL = """
async ([codes, pauseMs]) => {
  const { dataset } = document.documentElement;
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const press = (code, key) =>
    document.dispatchEvent(new KeyboardEvent("keydown", { code, key, cancelable: true }));
  const laps = [];
  for (const code of codes) {
    for (const letter of code)
      press(/[0-9]/.test(letter) ? `Digit${letter}` : `Key${letter}`, letter);
    const started = performance.now();
    const ready = new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (dataset.verdict === undefined) return;
        watch.disconnect();
        done(performance.now());
      });
      watch.observe(document.documentElement, { attributeFilter: ["data-verdict"] });
    });
    press("Enter", "Enter");
    const readyAt = await ready;
    const verdict = dataset.verdict;
    await painted();
    laps.push({ verdict, ready: readyAt - started, painted: performance.now() - started });
    document.getElementById("verdict").click();
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  return laps;
}
"""
"""Badges one after the other: from the hand scanner's last key to the verdict in the page, and to
the frame after it."""


@dataclass(frozen=True)
class Tablet:
    """A paired page without a camera, and how long its roster took from opening the address."""

    page: Page
    load_seconds: float
    longest_task_ms: float


def main() -> None:
    """One fair, one server, two tablets: the first to come after the start, and a later one."""
    with (
        tempfile.TemporaryDirectory() as name,
        open_bench_fair(Path(name), ATTENDEES) as fair,
        sync_playwright() as playwright,
        open_chromium(playwright) as browser,
    ):
        gate = fair.pair(fair.gate_b, "Porte B")
        with run_server(Path(name), ACCUEIL_LOG_LEVEL="warning") as server:
            tablets = [open_tablet(browser, fair, server) for _ in range(2)]
            _print_loads(tablets)
            page = tablets[-1].page
            tablets[0].page.context.close()
            _print_changes(
                {
                    "a check-in at another gate": time_changes(
                        page, check_in_elsewhere(fair, server, gate)
                    ),
                    "an attendee blocked": time_changes(page, change_attendees(fair, server, gate)),
                }
            )
        expect(page.locator("html")).to_have_attribute(
            "data-connection", "offline", timeout=_MOST_MS
        )
        _print_scans(page, list(find_badges_by_code(fair))[-SCANS:])


def find_badges_by_code(fair: BenchFair) -> dict[str, Badge]:
    """The badges of all who may come in."""
    printed = get_badges_to_print(fair.database, fair.event_id)
    return {badge.code: badge for attendee, badge, _ in printed if attendee.needs_desk is None}


def open_tablet(browser: Browser, fair: BenchFair, server: RunningServer) -> Tablet:
    """Pair a page that has nothing, and wait for the whole roster."""
    page = browser.new_context(locale="fr-FR").new_page()
    page.add_init_script(f"({_WATCH.strip()})()")
    page.goto(pairing_url(fair, server))
    page.locator("#without-camera").click(timeout=_MOST_MS)
    expect(page.locator("html")).to_have_attribute("data-roster", "complete", timeout=_MOST_MS)
    seconds = page.evaluate("window.completeAt") / 1000
    return Tablet(page, seconds, take_longest_task(page))


def take_longest_task(page: Page) -> float:
    """Milliseconds of the longest task since the last time; 0 when none took over 50."""
    longest: float = page.evaluate("Math.max(0, ...window.longTasks.splice(0))")
    return longest


def pairing_url(fair: BenchFair, server: RunningServer) -> str:
    place = (fair.database, fair.event_id, fair.gate_a)
    code = create_pairing_code(*place, "Tablette", fair.clock())
    return f"{server.url}/kiosk?autostart=1#pair={code}"


@dataclass
class Change:
    """Something that is committed on the server, and the row by which the tablet knows of it."""

    store: str
    key: Any
    commit: Callable[[], None]


def check_in_elsewhere(fair: BenchFair, server: RunningServer, gate: GateDevice) -> list[Change]:
    """Visitors let in at another gate."""

    def come(code: str) -> Change:
        holder = badges[code]
        key = [fair.list_id, holder.attendee_id]
        return Change("presence", key, lambda: post_scan(server, gate, code))

    badges = find_badges_by_code(fair)
    return [come(code) for code in list(badges)[:DELTAS]]


def change_attendees(fair: BenchFair, server: RunningServer, gate: GateDevice) -> list[Change]:
    """Attendees whom the organizer blocks. This process is not the server: the hint that goes to
    tablets with every change comes from a scan right after it."""

    def block(badge: Badge) -> Change:
        def commit() -> None:
            standing = Standing("blocked")
            change_standing(fair.database, badge.attendee_id, standing, fair.clock(), "bench")
            post_scan(server, gate, "no badge")

        return Change("roster", roster_index(badge_token(badge.code)), commit)

    badges = list(find_badges_by_code(fair).values())
    return [block(badge) for badge in badges[DELTAS : 2 * DELTAS]]


def time_changes(page: Page, changes: Sequence[Change]) -> list[float]:
    """Milliseconds from before each commit until its row is stored on the tablet."""
    laps = []
    for change in changes:
        known = page.evaluate(_READ_NUMBER, [change.store, change.key])["number"]
        started = time.time() * 1000
        change.commit()
        stored = page.evaluate(_READ_NUMBER, [change.store, change.key, known])
        laps.append(stored["at"] - started)
    return laps


def post_scan(server: RunningServer, gate: GateDevice, code: str) -> None:
    headers = {"Authorization": f"Device {gate.token}"}
    message = {"v": 1, "scans": [gate.make_scan(code)]}
    answer = server.post("/api/v1/scans", json=message, headers=headers)
    assert answer.status_code == 200, answer.text


def _print_loads(tablets: Sequence[Tablet]) -> None:
    print("| first load on a tablet | seconds until complete | longest task of the page ms |")
    print("|---|---|---|")
    for name, tablet in zip(("right after the server's start", "later"), tablets, strict=True):
        print(f"| {name} | {tablet.load_seconds:.1f} | {tablet.longest_task_ms:.0f} |")


def _print_changes(laps: dict[str, list[float]]) -> None:
    print("\n| from a commit to stored on the tablet | changes | p50 ms | p95 ms | slowest ms |")
    print("|---|---|---|---|---|")
    for name, times in laps.items():
        print(f"| {name} | {_spread(times)} |")


def _print_scans(page: Page, codes: Sequence[str]) -> None:
    take_longest_task(page)
    laps = page.evaluate(_SCAN_ALL, [list(codes), PAUSE_MS])
    assert {lap["verdict"] for lap in laps} == {"admitted"}
    print("\n| the tablet's own verdict, from the text | scans | p50 ms | p95 ms | slowest ms |")
    print("|---|---|---|---|---|")
    print(f"| in the page | {_spread([lap['ready'] for lap in laps])} |")
    print(f"| after the next frame | {_spread([lap['painted'] for lap in laps])} |")
    print(f"\nLongest task of the page meanwhile: {take_longest_task(page):.0f} ms")


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    return f"{len(ordered)} | {p50:.1f} | {p95:.1f} | {ordered[-1]:.1f}"
