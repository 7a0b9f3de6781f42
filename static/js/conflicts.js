/** The conflict inbox: says when its list is not the newest any more. */

import { ListChanged } from "./views/console/conflict-notices.js";
import { openLivePage } from "./views/console/live-page.js";

await openLivePage({ "list-changed": (root) => new ListChanged(root) });
