"""What both doors for scans (socket and HTTP) do: read, record, tell the others, answer."""

from domain.entities import Device
from domain.messages import PROTOCOL_VERSION, parse_scan_batch
from server.extensions import Accueil
from server.services.submission import Submission, to_json


def take_scans(accueil: Accueil, device: Device, message: object) -> str:
    """The acknowledgement of a `scans` message as JSON text, after everything is on disk.

    Raises MessageError when the envelope is unusable, NotStoredError when nothing was written.
    """
    scans = parse_scan_batch(message)
    raw = message["scans"] if isinstance(message, dict) else []
    submissions = [Submission(device, s, r) for s, r in zip(scans, raw, strict=True)]
    outcomes = accueil.recorder.record_scans(submissions) if submissions else []
    accueil.broadcasts.announce_scans(outcomes)
    numbers = [o.decision.change_number for o in outcomes if o.decision]
    head = {"v": PROTOCOL_VERSION, "server_time": accueil.clock()}
    head |= {"change_number": max(numbers)} if numbers else {}
    # Receipts are stored as text and go out as they are: the same again means word for word.
    receipts = ",".join(outcome.receipt for outcome in outcomes)
    return f'{to_json(head)[:-1]},"receipts":[{receipts}]}}'
