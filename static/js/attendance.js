/** The live attendance page and its wall: the same numbers, the parts the page has. */

import { ArrivalsView } from "./views/console/arrivals-view.js";
import { CategoriesView } from "./views/console/categories-view.js";
import { ConflictsView, MissingView } from "./views/console/conflict-notices.js";
import { DevicesView } from "./views/console/devices-view.js";
import { FiguresView } from "./views/console/figures-view.js";
import { GatesView } from "./views/console/gates-view.js";
import { openLivePage } from "./views/console/live-page.js";
import { DayView, ParkedView, ServerProblemsView } from "./views/console/notices-view.js";
import { ScansView } from "./views/console/scans-view.js";
import { UndoDialog } from "./views/console/undo-dialog.js";

const undoDialog = UndoDialog.find();

await openLivePage({
  now: (root) => new DayView(root),
  "server-problems": (root) => new ServerProblemsView(root),
  parked: (root) => new ParkedView(root),
  conflicts: (root) => new ConflictsView(root),
  missing: (root) => new MissingView(root),
  figures: (root) => new FiguresView(root),
  arrivals: (root) => new ArrivalsView(root),
  categories: (root) => new CategoriesView(root),
  gates: (root) => new GatesView(root),
  "last-scans": (root) => new ScansView(root, (scan, frame) => undoDialog?.ask(scan, frame)),
  "device-health": (root) => new DevicesView(root),
});
