/**
 * The newest numbers there are. Snapshots come from the page, over the socket, and after every
 * reconnect; they may overtake each other on the way, and an old one must not win.
 */

/** @typedef {import("./attendance-types.js").Snapshot} Snapshot */

export class LiveNumbers {
  #snapshot;
  #receivedAt;
  #now;
  #isConnected = false;
  #hasNewLine = false;

  /**
   * @param {Snapshot} snapshot what the page was loaded with
   * @param {() => number} [now] this browser's clock
   */
  constructor(snapshot, now = Date.now) {
    this.#snapshot = snapshot;
    this.#now = now;
    this.#receivedAt = now();
  }

  /** The numbers to show. */
  get snapshot() {
    return this.#snapshot;
  }

  /** Whether pushes can arrive. */
  get isConnected() {
    return this.#isConnected;
  }

  /** The server's time now, carried on from the last snapshot: this browser may be minutes off. */
  get serverTime() {
    return this.#snapshot.at + Math.max(0, this.#now() - this.#receivedAt);
  }

  /** A line to the server was opened: its first snapshot is the truth, even of a restored server. */
  onConnected() {
    this.#isConnected = true;
    this.#hasNewLine = true;
  }

  onDisconnected() {
    this.#isConnected = false;
  }

  /**
   * @param {Snapshot} snapshot
   * @returns {boolean} whether it replaced the one before
   */
  accept(snapshot) {
    if (!this.#hasNewLine && !isNewer(snapshot, this.#snapshot)) return false;
    this.#hasNewLine = false;
    this.#snapshot = snapshot;
    this.#receivedAt = this.#now();
    return true;
  }
}

/**
 * Change numbers order what was stored; devices' health changes without one, so time decides then.
 * @param {Snapshot} snapshot
 * @param {Snapshot} before
 * @returns {boolean}
 */
export function isNewer(snapshot, before) {
  if (snapshot.change_number !== before.change_number) {
    return snapshot.change_number > before.change_number;
  }
  return snapshot.at >= before.at;
}
