/**
 * A salesperson's phone: puts the rooms of the booth's page together and decides which is in front.
 */

import { mayStartAlone } from "./helpers/autostart.js";
import { becomeOnlyPage } from "./helpers/single-page.js";
import { SoundPlayer } from "./helpers/sounds.js";
import { chooseBoothScreen } from "./models/booth/booth-screen.js";
import { loadAllTexts } from "./models/languages.js";
import { Readiness } from "./models/readiness.js";
import { HidSource } from "./scanner/hid-source.js";
import { openBoothDatabase } from "./store/booth/booth-database.js";
import { SettingsStore } from "./store/settings-store.js";
import { BoothLanguage } from "./views/booth/booth-language.js";
import { BoothPlace } from "./views/booth/booth-place.js";
import { BoothTeam } from "./views/booth/booth-team.js";
import { CounterView } from "./views/booth/counter-view.js";
import { FrameView } from "./views/booth/frame-view.js";
import { LeadRooms } from "./views/booth/lead-rooms.js";
import { PHONE_DEFAULTS, PhoneRoom } from "./views/booth/phone-room.js";
import { PracticeRoom } from "./views/booth/practice-room.js";
import { TroubleView } from "./views/booth/trouble-view.js";
import { ViewerRoom } from "./views/booth/viewer-room.js";
import { CodeView } from "./views/code-view.js";
import { ShellRoom } from "./views/shell-room.js";
import { Stage } from "./views/stage.js";

/** @typedef {import("./views/stage.js").Screen} Screen */

const WORKER = Object.freeze({ script: "/booth/service-worker.js", scope: "/booth" });

class Booth {
  #stage = new Stage(document);
  #sounds = new SoundPlayer();
  #readiness = new Readiness();
  #hid = new HidSource();
  #frame = new FrameView();
  #trouble = new TroubleView();
  #counter = new CounterView();
  #shell = new ShellRoom(() => this.#readiness.worst, WORKER);
  #language;
  #place;
  #team;
  #viewer;
  #leads;
  #phone;
  #practice;
  #code;
  /** @type {Screen} what is in front when nothing is wrong */
  #room = "idle";
  /** @type {import("./store/database.js").KioskDatabase | null} */
  #database = null;
  /** @type {SettingsStore | null} */
  #settings = null;

  /** @param {Map<string, import("./helpers/i18n.js").Texts>} allTexts */
  constructor(allTexts) {
    this.#language = new BoothLanguage(allTexts, document.documentElement.lang || "fr");
    const texts = () => this.#language.texts;
    const settings = () => this.#settings;
    /** @type {import("./helpers/i18n.js").Texts["t"]} */
    const t = (text, values) => texts().t(text, values);
    const [stage, sounds, readiness] = [this.#stage, this.#sounds, this.#readiness];
    const place = new BoothPlace(texts);
    const viewer = new ViewerRoom({ readiness, settings, texts });
    const isRapid = () => this.#frame.isRapid;
    const toast = (/** @type {string} */ words) => this.#frame.toast(words);
    this.#place = place;
    this.#viewer = viewer;
    this.#team = new BoothTeam(readiness, t);
    this.#leads = new LeadRooms({ place, sounds, texts, settings, isRapid });
    this.#phone = new PhoneRoom({
      stage, sounds, viewer, texts, settings, database: () => this.#database,
    });
    this.#practice = new PracticeRoom({ place, texts, settings, toast });
    this.#code = new CodeView(t);
    this.#wireTeam();
    this.#wireSources();
    this.#wireRooms();
  }

  /** Opens what this phone was, or asks it to join. Throws StorageError. */
  async open() {
    await becomeOnlyPage("accueil-booth", () => this.fail("other_tab"));
    this.#readiness.set("other_tab", false);
    const database = await openBoothDatabase();
    const settings = new SettingsStore(database, PHONE_DEFAULTS);
    this.#database = database;
    this.#settings = settings;
    await this.#takePreferences(settings);
    void this.#shell.open({ database, settings });
    this.#viewer.mayStartAlone = await mayStartAlone();
    await this.#team.open({ database, settings });
    this.#refresh();
  }

  /** @param {string} code */
  fail(code) {
    this.#readiness.set(code);
    this.#refresh();
  }

  /** @param {SettingsStore} settings */
  async #takePreferences(settings) {
    const { language, isTraining, isRapid, volume } = await settings.preferences();
    if (typeof language === "string") this.#language.choose(language);
    this.#place.isTraining = isTraining === true;
    this.#frame.setRapid(isRapid === true);
    this.#sounds.setVolume(volume ?? PHONE_DEFAULTS.volume);
  }

  #wireTeam() {
    this.#team
      .on("served", ({ served, deviceId }) => void this.#serve(served, deviceId))
      .on("configuration", (configuration) => this.#configure(configuration))
      .on("connection", () => this.#count())
      .on("problems", () => this.#refresh());
    this.#counter.on("send", () => void this.#sendNow());
    this.#place.on("type", () => this.#place.say(this.#leads.captures));
    this.#language.on("change", (language) => {
      void this.#settings?.setPreferences({ language });
      this.#sayAll();
    });
  }

  #wireSources() {
    const take = (/** @type {any} */ reading) => this.#leads.take(reading);
    this.#viewer.on("reading", (reading) => this.#phone.take(reading.text) || take(reading));
    this.#hid.on("reading", take);
    this.#hid.listen();
    this.#practice.on("reading", take);
    this.#code.on("cancel", () => this.#go("idle"));
    this.#code.on("reading", (reading) => {
      this.#go("idle");
      take(reading);
    });
    document.addEventListener("pointerdown", () => this.#sounds.unlock());
  }

  #wireRooms() {
    this.#frame
      .on("room", (room) => this.#go(room))
      .on("rapid", (isRapid) => void this.#settings?.setPreferences({ isRapid }));
    this.#leads
      .on("change", () => this.#count())
      .on("step", (step) => this.#practice.mark(step))
      .on("done", () => this.#front("idle"))
      .on("failed", (error) => this.#failToSave(error));
    this.#phone
      .on("go", (room) => this.#go(room))
      .on("practise", () => this.#practice.set(true))
      .on("send", () => void this.#sendNow())
      .on("leave", () => void this.#leave());
    this.#practice.on("change", () => {
      this.#go("idle");
      this.#sayAll();
    });
    this.#trouble
      .on("retry", () => location.reload())
      .on("rescue", () => this.#phone.openRescue())
      .on("join", () => void this.#leave());
  }

  /**
   * @param {import("./sync/booth/booth-session.js").BoothSession | null} served
   * @param {string} deviceId
   */
  async #serve(served, deviceId) {
    await this.#leads.serve(served, deviceId);
    this.#sayAll();
    this.#refresh();
  }

  /** @param {import("./models/booth/booth-configuration.js").BoothConfiguration | null} configuration */
  #configure(configuration) {
    this.#place.configure(configuration);
    this.#sayAll();
    this.#refresh();
  }

  /** @param {unknown} error */
  #failToSave(error) {
    console.error(error);
    this.fail(/** @type {{code?: string}} */ (error)?.code ?? "kiosk_failed");
  }

  async #sendNow() {
    await this.#team.sendNow();
    this.#count();
  }

  async #leave() {
    await this.#team.leave();
    this.#go("idle");
  }

  /** Somebody goes to another room. @param {Screen} room */
  #go(room) {
    this.#leads.enter(room);
    this.#front(room);
    if (room === "leads") this.#practice.mark("list");
    if (room === "code") this.#code.open();
    else this.#code.close();
    if (room === "more") void this.#phone.open();
  }

  /** @param {Screen} room */
  #front(room) {
    this.#room = room;
    this.#refresh();
  }

  #refresh() {
    const { worst } = this.#readiness;
    const { isJoined } = this.#team;
    const screen = chooseBoothScreen({ worst, isJoined, room: this.#room });
    if (screen === "not-ready") this.#trouble.show(worst ?? "", this.#team.counts.waiting, this.#language.texts);
    else this.#trouble.clear();
    this.#leads.setOpen(isJoined && screen !== "not-ready" && screen !== "rescue");
    this.#stage.show(screen);
    this.#frame.show({ screen, isJoined, isTraining: this.#place.isTraining });
    if (screen !== "rescue") this.#viewer.follow(screen === "idle");
  }

  #sayAll() {
    this.#leads.refresh();
    this.#practice.refresh();
    this.#phone.refresh();
    this.#viewer.refresh();
  }

  #count() {
    const { texts } = this.#language;
    const { captures } = this.#leads;
    const tally = this.#team.tally(captures);
    this.#place.say(captures);
    this.#counter.say(tally, texts);
    const own = this.#team.listFacts(texts, this.#place.wordTime);
    this.#phone.say([...own, ...this.#shell.listFacts(texts.t)], tally.waiting);
  }
}

const booth = new Booth(await loadAllTexts());
booth.open().catch((error) => {
  console.error(error);
  booth.fail(error?.code ?? "kiosk_failed");
});
