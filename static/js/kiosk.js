/** The entrance tablet: this browser has the camera, the store and the line to the server. */

import { loadAllTexts } from "./models/languages.js";
import { BrowserDevice } from "./views/browser-device.js";
import { KioskPage } from "./views/kiosk-page.js";

const page = new KioskPage(await loadAllTexts(), (parts) => new BrowserDevice(parts));
page.open().catch((error) => page.failToOpen(error));
