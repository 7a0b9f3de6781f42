/**
 * Whether the page may start without a tap: managed kiosks and tests ask for it, and a browser that
 * gave the camera before gives it again.
 * @returns {Promise<boolean>}
 */
export async function mayStartAlone() {
  if (new URLSearchParams(location.search).get("autostart") === "1") return true;
  try {
    const name = /** @type {PermissionName} */ ("camera");
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    // Browsers that cannot tell need the tap.
    return false;
  }
}
