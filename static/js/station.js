/** The kiosk's page in the native station's window; `?lane=2` shows its second lane. */

import { loadAllTexts } from "./models/languages.js";
import { StationDevice } from "./station/station-device.js";
import { KioskPage } from "./views/kiosk-page.js";

const lane = Number(new URLSearchParams(location.search).get("lane") ?? 1);
const page = new KioskPage(await loadAllTexts(), (parts) => new StationDevice(parts, lane));
page.open().catch((error) => page.failToOpen(error));
