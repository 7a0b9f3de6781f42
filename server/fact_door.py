"""What both doors for facts (socket and HTTP) do: read, record, tell the team, answer."""

from domain.entities import Device
from domain.lead_messages import parse_fact_batch
from domain.messages import PROTOCOL_VERSION
from server.extensions import Accueil
from server.services.lead_facts import FactSubmission
from server.services.submission import to_json


def take_facts(accueil: Accueil, device: Device, message: object) -> str:
    """The acknowledgement of a `facts` message as JSON text, after everything is on disk.

    Raises MessageError when the envelope is unusable, NotStoredError when nothing was written.
    """
    facts = parse_fact_batch(message)
    raw = message["facts"] if isinstance(message, dict) else []
    submissions = [FactSubmission(device, f, r) for f, r in zip(facts, raw, strict=True)]
    outcomes = accueil.lead_recorder.record_facts(submissions) if submissions else []
    numbers = [o.change_number for o in outcomes if o.change_number is not None]
    if numbers and device.exhibitor_id is not None:
        accueil.broadcasts.announce_leads({device.exhibitor_id: max(numbers)})
    head = {"v": PROTOCOL_VERSION, "server_time": accueil.clock()}
    receipts = ",".join(outcome.receipt for outcome in outcomes)
    return f'{to_json(head)[:-1]},"receipts":[{receipts}]}}'
