/**
 * An organizer's line to the server: Socket.IO, namespace `/live`, known by the sign-in cookie.
 * Tells: `connected`, `disconnected`, `refused` (code), `attendance` (snapshot), `conflict` (where
 * gates that were apart contradict each other). It comes back by itself, and every new line begins
 * with a snapshot.
 */

import { io } from "../../vendor/socket.io-client/dist/socket.io.esm.min.js";
import { Emitter } from "../helpers/emitter.js";
import { Backoff } from "./backoff.js";

/** Asking again does not help until the organizer has signed in. */
export const SIGN_IN_REQUIRED = "sign_in_required";

export class LiveLink extends Emitter {
  /** @type {any} socket.io-client's own bundle carries no types */
  #socket;
  #backoff = new Backoff({ firstMs: 1_000 });

  /** @param {string} eventId */
  open(eventId) {
    this.#socket = io("/live", {
      auth: { event_id: eventId },
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 5_000,
    });
    this.#socket.on("connect", () => {
      this.#backoff.reset();
      this.emit("connected");
    });
    this.#socket.on("disconnect", () => this.emit("disconnected"));
    this.#socket.on("connect_error", (/** @type {any} */ error) => this.#onRefusal(error));
    this.#socket.on("attendance", (/** @type {any} */ numbers) => this.emit("attendance", numbers));
    this.#socket.on("conflict", (/** @type {any} */ news) => this.emit("conflict", news));
  }

  /** The page came back to life: do not wait for the next turn. */
  wake() {
    if (this.#socket && !this.#socket.connected) this.#socket.connect();
  }

  /**
   * An error with an inactive socket is the server's own no, after which socket.io stops trying.
   * @param {any} error
   */
  #onRefusal(error) {
    if (this.#socket.active) return;
    const code = error.data?.code ?? error.message;
    this.emit("refused", code);
    if (code !== SIGN_IN_REQUIRED) setTimeout(() => this.wake(), this.#backoff.next());
  }
}
