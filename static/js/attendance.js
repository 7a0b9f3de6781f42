/** The live attendance page and its wall: the same numbers, the parts the page has. */

import { ArrivalsView } from "./views/console/arrivals-view.js";
import { CategoriesView } from "./views/console/categories-view.js";
import { DevicesView } from "./views/console/devices-view.js";
import { FiguresView } from "./views/console/figures-view.js";
import { GatesView } from "./views/console/gates-view.js";
import { openLivePage } from "./views/console/live-page.js";
import { DayView, ParkedView } from "./views/console/notices-view.js";
import { ScansView } from "./views/console/scans-view.js";

await openLivePage({
  now: (root) => new DayView(root),
  parked: (root) => new ParkedView(root),
  figures: (root) => new FiguresView(root),
  arrivals: (root) => new ArrivalsView(root),
  categories: (root) => new CategoriesView(root),
  gates: (root) => new GatesView(root),
  "last-scans": (root) => new ScansView(root),
  "device-health": (root) => new DevicesView(root),
});
