"""The running server tells a system on the same machine of a lead, and takes back what is taken
back."""

import ipaddress
import json
from pathlib import Path

from standardwebhooks.webhooks import Webhook

from server.services.webhooks import NewEndpoint, add_endpoint
from server.services.withdrawals import withdraw
from tests.support.booth import Booths
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.receiver import run_receiver
from tests.support.running_server import run_server

LOOPBACK = "127.0.0.0/8"


def test_a_captured_lead_reaches_its_exhibitor_s_system(tmp_path: Path) -> None:
    database = open_migrated(tmp_path / "accueil.db")
    booths = Booths(Fair(database, TrueClock()))
    phone, code = booths.join("atlas"), booths.share("imane", "card")
    networks = (ipaddress.ip_network(LOOPBACK),)
    environment = {"ACCUEIL_WEBHOOK_NETWORKS": LOOPBACK}
    with run_receiver() as receiver, run_server(tmp_path, **environment) as server:
        new = NewEndpoint(f"{receiver.url}/leads", allowed=networks)
        endpoint = add_endpoint(database, booths.ids["atlas"], new, booths.fair.clock())
        header = {"Authorization": f"Device {phone.token}"}
        sent = {"v": 1, "facts": [phone.make_capture(code)]}
        assert server.post("/api/v1/facts", json=sent, headers=header).status_code == 200
        receiver.wait_for(1)
        withdraw(database, booths.fair.attendees["imane"], None, booths.fair.clock())
        receiver.wait_for(2)
    database.close()

    told = [Webhook(endpoint.secret).verify(body, headers) for _, headers, body in receiver.got]
    assert [one["type"] for one in told] == ["lead.created", "lead.withdrawn"]
    assert told[0]["data"]["last_name"] == "Diallo"
    assert "Diallo" not in json.dumps(told[1])
