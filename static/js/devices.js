/** The devices page: how every tablet is, live; pairing, moving, ending access. */

import { elementById } from "./helpers/dom.js";
import { loadTexts } from "./helpers/i18n.js";
import { armDialogs, askToRevoke, askWhereTo } from "./views/console/device-dialogs.js";
import { DeviceCount, NoDevices } from "./views/console/device-count.js";
import { DeviceTable } from "./views/console/device-table.js";
import { openLivePage } from "./views/console/live-page.js";
import { PairingPanel } from "./views/console/pairing-panel.js";
import { armRescueImport } from "./views/console/rescue-import.js";

const texts = await loadTexts(document.documentElement.lang);
armDialogs();
if (document.getElementById("open-rescue") !== null) armRescueImport(texts);
await openLivePage({
  "device-count": (root) => new DeviceCount(root),
  "no-devices": (root) => new NoDevices(root),
  devices: (root) =>
    new DeviceTable(root, { move: askWhereTo, revoke: (device) => askToRevoke(device, texts) }),
  pairing: (root) => new PairingPanel(root, elementById("pairing-countdown")),
});
