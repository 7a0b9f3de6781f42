/** Staff's choices on this page; the station itself is set up elsewhere. */

/** @typedef {import("../store/settings-store.js").Preferences} Preferences */

const KEY = "accueil-station-preferences";

/** @returns {Preferences} */
export function readPreferences() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { camera: "front", volume: typeof kept.volume === "number" ? kept.volume : null };
  } catch {
    return { camera: "front", volume: null }; // blocked or damaged: as if never chosen
  }
}

/** @param {Partial<Preferences>} changes */
export function writePreferences(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...changes }));
  } catch (error) {
    console.warn("preferences are not kept", error);
  }
}
