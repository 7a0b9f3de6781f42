/**
 * The live line to the server: Socket.IO, namespace `/device`. It comes and goes by itself and
 * tells: `connected`, `disconnected`, `refused` (code), `configuration_changed`, `device_revoked`,
 * `changes` ({change_number}), `conflict` ({gate_ids, at, verdict}), `leads` ({change_number}).
 */

import { io } from "../../vendor/socket.io-client/dist/socket.io.esm.min.js";
import { PROTOCOL_VERSION } from "../domain/messages.js";
import { Emitter } from "../helpers/emitter.js";
import { Backoff } from "./backoff.js";
import { ApiError } from "./device-api.js";

/** What the server pushes and pages listen to. */
const PUSHES = ["configuration_changed", "device_revoked", "changes", "conflict", "leads"];

export class DeviceLink extends Emitter {
  /** @type {any} socket.io-client's own bundle carries no types */
  #socket = null;
  #backoff = new Backoff({ firstMs: 1_000 });

  /** @returns {boolean} */
  get isConnected() {
    return this.#socket?.connected ?? false;
  }

  /** @param {string} token */
  open(token) {
    this.close();
    this.#socket = io("/device", {
      auth: { token, v: PROTOCOL_VERSION },
      // iPads whose owner clicked through a certificate warning have no WebSocket
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 5_000,
    });
    this.#listen(this.#socket);
  }

  close() {
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  /** The page came back to life: do not wait for the next turn. */
  wake() {
    if (this.#socket !== null && !this.#socket.connected) this.#socket.connect();
  }

  /**
   * Sends one event and waits for its answer. Throws ApiError.
   * @param {string} event
   * @param {unknown} message
   * @param {number} mostWaitMs
   * @returns {Promise<any>}
   */
  async request(event, message, mostWaitMs) {
    if (!this.isConnected) throw new ApiError("unreachable", true);
    const answer = await this.#ask(event, message, mostWaitMs);
    if (answer?.error) {
      const { code, retryable, message: words } = answer.error;
      throw new ApiError(code, Boolean(retryable), words);
    }
    return answer;
  }

  /**
   * @param {string} event
   * @param {unknown} message
   * @param {number} mostWaitMs
   * @returns {Promise<any>}
   */
  async #ask(event, message, mostWaitMs) {
    try {
      return await this.#socket.timeout(mostWaitMs).emitWithAck(event, message);
    } catch (error) {
      throw new ApiError("unreachable", true, String(error));
    }
  }

  /** @param {any} socket */
  #listen(socket) {
    socket.on("connect", () => {
      this.#backoff.reset();
      this.emit("connected");
    });
    socket.on("disconnect", () => this.emit("disconnected"));
    socket.on("connect_error", (/** @type {any} */ error) => this.#onRefusal(socket, error));
    for (const push of PUSHES) {
      socket.on(push, (/** @type {unknown} */ message) => this.emit(push, message));
    }
  }

  /**
   * An error with an inactive socket is the server's own no, after which socket.io stops trying.
   * @param {any} socket
   * @param {any} error
   */
  #onRefusal(socket, error) {
    if (socket.active) return;
    this.emit("refused", error.data?.code ?? error.message);
    setTimeout(() => socket === this.#socket && socket.connect(), this.#backoff.next());
  }
}
