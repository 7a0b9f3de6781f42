"""Who each route and each socket event is for. A new one must be put here, or the tests fail: it
was not thought of what an exhibitor of another booth would get there."""

PUBLIC = {
    "api_booth.join",
    "api_devices.pair",
    "api_devices.server_time",
    "booth.show",
    "exhibitor_desk.show_sign_in",
    "exhibitor_desk.sign_in",
    "home.health",
    "home.show",
    "kiosk.show",
    "receipt.call",
    "receipt.change_email",
    "receipt.choose_level",
    "receipt.enter",
    "receipt.give_again",
    "receipt.leave",
    "receipt.open_by_badge",
    "receipt.show",
    "receipt.show_entry",
    "receipt.take_back",
    "pwa.booth_manifest",
    "pwa.booth_worker",
    "pwa.icon",
    "pwa.manifest",
    "pwa.worker",
    "set_up.show",
    "set_up.submit",
    "sign_in.leave",
    "sign_in.show",
    "sign_in.submit",
    "static",
    "trust_check.send_seen",
    "trust_check.send_worker",
    "trust_check.show",
}
"""Open to everybody: the same for all, and nothing of anybody's leads in it. A receipt is
behind the visitor's badge code."""

BOOTHS = {
    "api_booth.configuration",
    "api_booth.lead_changes",
    "api_changes.show",
    "api_devices.configuration",
    "api_facts.record",
    "api_rescues.take",
}
"""For booths' devices: each gets its own exhibitor's."""

GATES = {
    "api_scans.record",
    "api_undos.undo",
}
"""For gates and desks: booths' devices get nothing there."""

DESK = "exhibitor_"
"""Blueprints of the exhibitor's desk: behind his code, his own."""

ORGANIZERS = (
    "attendance.",
    "attendees.",
    "badges.",
    "categories.",
    "conflicts.",
    "console.",
    "devices.",
    "editions.",
    "gates.",
    "imports.",
    "lead_terms.",
    "leads.",
    "parked_scans.",
    "lists.",
    "programme.",
)
"""Blueprints behind an organizer's sign-in: exhibitors are sent to it."""

EVENTS = {"connect", "disconnect", "facts", "heartbeat", "scans", "undo"}
"""What a device's socket takes."""


def audience_of(endpoint: str) -> str | None:
    """`public`, `booths`, `gates`, `desk` or `organizers`; None for what nobody classified."""
    if endpoint in PUBLIC:
        return "public"
    if endpoint in BOOTHS:
        return "booths"
    if endpoint in GATES:
        return "gates"
    if endpoint.startswith(ORGANIZERS):
        return "organizers"
    return "desk" if endpoint.startswith(DESK) else None
