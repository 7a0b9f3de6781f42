"""Sockets of organizers' screens: they only listen."""

from flask import request
from flask_socketio import Namespace, emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refused

from domain.errors import NotFoundError, NotSignedInError
from server.auth import signed_in_organizer
from server.broadcasts import LIVE, event_room
from server.extensions import Accueil
from server.live.acks import make_error
from server.services.events import get_event


class DashboardNamespace(Namespace):
    """An organizer's screen watches one edition."""

    def __init__(self, accueil: Accueil) -> None:
        super().__init__(LIVE)
        self._accueil = accueil
        self._watching: dict[str, str] = {}

    def on_connect(self, auth: object) -> None:
        """A signed-in organizer's page opens its socket and names the edition it shows."""
        if signed_in_organizer() is None:
            error = NotSignedInError("sign_in_required", "please sign in")
            raise Refused(error.code, make_error(error)["error"])
        event_id = str(auth.get("event_id", "")) if isinstance(auth, dict) else ""
        try:
            event_id = get_event(self._accueil.database, event_id).id
        except NotFoundError as error:
            raise Refused(error.code, make_error(error)["error"]) from error
        self._watching[request.sid] = event_id  # type: ignore[attr-defined]
        self._accueil.broadcasts.add_watcher(event_id)
        join_room(event_room(event_id))
        emit("attendance", self._accueil.board.get_snapshot(event_id, self._accueil.clock()))

    def on_disconnect(self, *_reason: object) -> None:
        """The page was closed or lost its network."""
        event_id = self._watching.pop(request.sid, None)  # type: ignore[attr-defined]
        if event_id is not None:
            self._accueil.broadcasts.remove_watcher(event_id)
