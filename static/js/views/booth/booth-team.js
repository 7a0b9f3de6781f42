/**
 * This phone's place in an exhibitor's team: joined, served, left, with its troubles told to
 * `readiness`.
 * Tells: `served` ({served: BoothSession or null, deviceId}), `configuration`, `connection` (),
 * `problems` ().
 */

import { Emitter } from "../../helpers/emitter.js";
import { isClockOff } from "../../domain/clock.js";
import { countCaptures } from "../../models/booth/counter-words.js";
import { wordRoster } from "../../models/offline-words.js";
import { BoothApi } from "../../sync/booth/booth-api.js";
import { BOOTH_ROLE, makeBoothSession } from "../../sync/booth/booth-session.js";
import { SessionRoom } from "../session-room.js";
import { JoinRoom } from "./join-room.js";

/** @typedef {import("../../sync/booth/booth-session.js").BoothSession} BoothSession */
/** @typedef {import("../../models/booth/lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("../../models/booth/counter-words.js").Tally} Tally */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

export class BoothTeam extends Emitter {
  #room;
  /** @type {BoothSession | null} */
  #served = null;
  #deviceId = "";

  /**
   * @param {import("../../models/readiness.js").Readiness} readiness
   * @param {Texts["t"]} t always of the current language
   */
  constructor(readiness, t) {
    super();
    this.#room = new SessionRoom(readiness, t, {
      makeDoor: (translate) => new JoinRoom(new BoothApi(location.origin), translate),
      makeSession: (pairing, storage) => {
        this.#deviceId = pairing.device_id;
        this.#served = makeBoothSession(pairing, storage);
        return this.#served.session;
      },
      findWrongs: ({ device }) => ({ wrong_role: device.role !== BOOTH_ROLE }),
    });
    this.#room
      .on("session", (session) => this.#serve(session))
      .on("configuration", (configuration) => this.emit("configuration", configuration))
      .on("connection", () => this.#sayConnection())
      .on("problems", () => this.emit("problems"));
  }

  get isJoined() {
    return this.#room.isPaired;
  }

  get counts() {
    return this.#room.facts.counts;
  }

  /** @param {Parameters<SessionRoom["open"]>[0]} storage */
  open(storage) {
    return this.#room.open(storage);
  }

  /** Leads and facts leave the phone with it. */
  leave() {
    return this.#room.unpair();
  }

  /** Somebody asked: try now, whatever the back-off says. */
  async sendNow() {
    await this.#served?.session.wake();
    await this.#served?.session.count();
  }

  /**
   * @param {OwnCapture[]} captures this phone's
   * @returns {Tally}
   */
  tally(captures) {
    const { counts, isReachable } = this.#room.facts;
    const { waiting, parked } = counts;
    return { ...countCaptures(captures), waiting, parked, isReachable };
  }

  /**
   * @param {Texts} texts
   * @param {(at: number) => string} wordTime
   * @returns {Array<[string, string]>} label and value
   */
  listFacts(texts, wordTime) {
    const { configuration, isReachable, offsetMs, roster } = this.#room.facts;
    const { t } = texts;
    const seconds = Math.round(offsetMs / 1_000);
    return [
      [t("Phone"), configuration?.device.name ?? "–"],
      [t("Connection"), isReachable === false ? t("No connection") : t("Connected")],
      [t("Badges this phone can open"), wordRoster(roster, texts, wordTime) || "–"],
      [t("Clock"), isClockOff(offsetMs) ? t("Off by %(seconds)s s: please set it", { seconds }) : t("On time")],
    ];
  }

  /** @param {unknown} session */
  #serve(session) {
    if (session === null) this.#served = null;
    this.emit("served", { served: this.#served, deviceId: this.#deviceId });
  }

  #sayConnection() {
    const { isReachable, roster } = this.#room.facts;
    const { dataset } = document.documentElement;
    dataset.connection = isReachable === null ? "unknown" : isReachable ? "online" : "offline";
    dataset.roster = roster?.isComplete ? "complete" : "incomplete";
    this.emit("connection");
  }
}
