"""Scans queued on a kiosk as if it had worked without the server for long."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

_FILL = """
([codes, count]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("accueil-kiosk");
  opening.onsuccess = () => {
    const database = opening.result;
    const work = database.transaction(["outbox", "settings"], "readwrite");
    const [outbox, settings] = ["outbox", "settings"].map((name) => work.objectStore(name));
    work.oncomplete = () => { database.close(); resolve(null); };
    work.onabort = () => reject(work.error);
    settings.get("pairing").onsuccess = ({ target: { result: pairing } }) => {
      const counter = `device_seq ${pairing.device_id}`;
      settings.get("configuration").onsuccess = ({ target: { result: { gate } } }) => {
        settings.get(counter).onsuccess = ({ target: { result: used } }) => {
          const first = (used ?? 0) + 1;
          for (let seq = first; seq < first + count; seq += 1)
            outbox.add(makeRow(seq, pairing, gate));
          settings.put(first + count - 1, counter);
        };
      };
    };
  };
  const started = Date.now() - 60_000;
  function makeRow(seq, { device_id }, gate) {
    const time = started.toString(16).padStart(12, "0");
    const end = `7000-8000-${String(seq).padStart(12, "0")}`;
    const scan_id = `${time.slice(0, 8)}-${time.slice(8)}-${end}`;
    const scan = {
      scan_id, device_seq: seq, badge_code: codes[seq % codes.length], gate_id: gate.id,
      direction: "entry", device_time: started + seq, clock_offset_ms: 0, source: "camera",
      local_verdict: null, local_reason: null, decode_ms: 12,
    };
    return {
      scan_id, device_id, device_seq: seq, status: "waiting", reason: null, scan,
      verdict: null, change_number: null,
    };
  }
})
"""

WATCH_GAPS = """
() => {
  let last = performance.now();
  window.longestGap = 0;
  setInterval(() => {
    const now = performance.now();
    window.longestGap = Math.max(window.longestGap, now - last);
    last = now;
  }, 10);
}
"""
"""`window.longestGap`: the longest time in milliseconds that the page did nothing else."""


def queue_scans(page: Page, codes: Sequence[str], count: int) -> None:
    """Put scans into the outbox of a kiosk that has no server."""
    page.evaluate(_FILL, [list(codes), count])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("html")).to_have_attribute("data-unsent", str(count), timeout=30_000)
