"""Leads are a fold kept for speed: this folds every fact anew and says where they differ."""

import json

from sqlalchemy import Connection

from domain.lead import fold_lead, lead_from_json
from server.services.lead_book import allowed_edits
from server.services.lead_rows import read_capture, read_edit
from server.storage import lead_facts as fact_rows
from server.storage import leads as lead_rows
from server.storage.database import Database


def find_wrong_leads(database: Database, event_id: str) -> list[str]:
    """The ids of the leads that are not what their facts say; empty when all are right."""
    return database.read_long(lambda connection: _find_wrong(connection, event_id))


def _find_wrong(connection: Connection, event_id: str) -> list[str]:
    wrong = []
    for lead in lead_rows.get_event_leads(connection, event_id):
        captures = fact_rows.get_captures(connection, "lead_id", [lead.id])
        edits = fact_rows.get_edits(connection, [row["capture_id"] for row in captures])
        folded = fold_lead(
            [read_capture(row) for row in captures],
            [read_edit(row) for row in allowed_edits(captures, edits)],
        )
        if folded != lead_from_json(json.loads(lead.fold)):
            wrong.append(lead.id)
    return wrong
