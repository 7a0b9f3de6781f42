"""A fair with booths: exhibitors with codes and questions, visitors who share more or less."""

import json
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy import insert

from server.services.exhibitor_access import make_access_codes
from server.services.ids import new_id
from server.services.programme import NewExhibitor, add_exhibitor
from server.services.qualifiers import add_pack
from server.storage.schema import consent_texts
from tests.browser.chromium import CHROMIUM, OPTIONS, STILL
from tests.support.fair import Fair

HTML = "html"
CONSENT = {
    "fr": "J’accepte que cette société m’écrive par e-mail au sujet de ses offres.",
    "ar": "أوافق على أن تراسلني هذه الشركة بالبريد الإلكتروني بشأن عروضها.",
    "en": "I agree that this company may e-mail me about its offers.",
}


@dataclass
class BoothFair:
    """Two exhibitors with access codes, and visitors:

    - `salma`: shares everything. `karim`: shares his card only, his name in two alphabets.
    - `hind`: shares nothing.
    """

    fair: Fair

    def __post_init__(self) -> None:
        fair, now = self.fair, self.fair.clock()
        add = fair.add_attendee
        add(
            "salma",
            first_name="Salma",
            last_name="El Fassi",
            company="Atlas BPO",
            job_title="Directrice des opérations",
            city="Casablanca",
            country="MA",
            email="salma.elfassi@atlas-bpo.example",
            phone="+212661234567",
            share_level="all",
        )
        add(
            "karim",
            first_name="Karim",
            last_name="Tazi",
            first_name_ar="كريم",
            last_name_ar="التازي",
            company="Sahel Logistique",
            job_title="Acheteur",
            city="Rabat",
            email="karim@sahel.example",
            share_level="card",
        )
        add("hind", first_name="Hind", last_name="Amrani", company="Nour", share_level="none")
        new = NewExhibitor("Maghreb Contact", "B12")
        self.exhibitor_id = add_exhibitor(fair.database, fair.event_id, new, now)
        self.rival_id = add_exhibitor(
            fair.database, fair.event_id, NewExhibitor("Rif Télécom", "B14"), now
        )
        add_pack(fair.database, self.exhibitor_id, "bpo", now)
        self._add_consent_text(now)
        sheets = make_access_codes(fair.database, fair.event_id, now, "command")
        self.codes = {sheet.exhibitor.id: sheet.codes for sheet in sheets}

    def _add_consent_text(self, now: int) -> None:
        row = {"id": new_id(now), "event_id": self.fair.event_id, "version": 1, "made_at": now}
        texts = json.dumps(CONSENT)
        self.fair.database.write(
            lambda connection: connection.execute(insert(consent_texts).values(texts=texts, **row))
        )

    @property
    def code(self) -> str:
        """The full access code of Maghreb Contact."""
        return self.codes[self.exhibitor_id]["full"]

    @property
    def scan_code(self) -> str:
        """Its code for phones that only scan."""
        return self.codes[self.exhibitor_id]["scan_only"]


def open_phone(
    playwright: Playwright, profile: Path, locale: str = "fr-FR", *options: str
) -> BrowserContext:
    """A salesperson's phone; its storage is a folder on disk."""
    return playwright.chromium.launch_persistent_context(
        profile,
        **STILL,
        executable_path=CHROMIUM,
        args=[*OPTIONS, *options],
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale=locale,
    )


def join(page: Page, url: str, code: str, name: str) -> None:
    """Join a team by the code in the address, as the QR on the access sheet does."""
    page.goto(f"{url}/booth#join={code}")
    page.fill("#join-name", name)
    page.click("#join")
    expect(page.locator(HTML)).to_have_attribute("data-connection", "online", timeout=20_000)
    expect(page.locator("#exhibitor-name")).to_contain_text("Maghreb Contact", timeout=20_000)
