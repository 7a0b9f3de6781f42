/**
 * Only one page of this kiosk at a time: two would take turns with one camera and one counter.
 */

/**
 * Resolves when this page is the only one. Where the browser cannot tell, at once.
 * @param {string} name
 * @param {() => void} onBusy called if another page holds the place for now
 * @returns {Promise<void>}
 */
export function becomeOnlyPage(name, onBusy) {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve();
  const forever = new Promise(() => {});
  return new Promise((resolve) => {
    const keep = () => {
      resolve();
      return forever;
    };
    void locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock !== null) return keep();
      onBusy();
      void locks.request(name, keep);
      return undefined;
    });
  });
}

/**
 * Runs a task while no other page holds the same name.
 * @param {string} name
 * @param {() => Promise<void>} task
 * @returns {Promise<void>}
 */
export async function holdAlone(name, task) {
  const { locks } = navigator;
  if (locks === undefined) await task();
  else await locks.request(name, task);
}
