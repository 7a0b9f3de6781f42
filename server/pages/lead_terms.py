"""Consent texts in versions, and until when leads are kept."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.consent_terms import DEFAULT_SLOTS, DEFAULT_TEMPLATES, TERM_NAMES, Terms
from domain.entities import Event
from domain.errors import AccueilError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, offer_undo, refuse, sent
from server.pages.moments import format_day, format_moment
from server.pages.pairing_panel import address_for_devices
from server.services.consent_texts import get_consent_texts, publish_consent_text
from server.services.events import get_event
from server.services.receipt_address import set_receipt_address
from server.services.retention import set_leads_kept_until

bp = Blueprint("lead_terms", __name__, url_prefix="/console")


@bp.get("/<slug>/leads/consent")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at what visitors agree to, and until when leads are kept."""
    return _show(get_event(get_accueil().database, slug))


@bp.post("/<slug>/leads/consent")
@organizer_required
def publish(slug: str) -> ResponseReturnValue:
    """An organizer publishes a text: from now on phones at booths show it."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    terms = Terms(**{name: request.form.get(name, "") for name in TERM_NAMES})
    try:
        version = publish_consent_text(accueil.database, event.id, terms, accueil.clock(), actor())
    except AccueilError as error:
        return _show(event, form=refuse(sent(), error)), REFUSED
    accueil.broadcasts.announce_configuration(event.id)
    flash(gettext("Version %(version)s is the one phones show now.", version=version), "good")
    return go_to(url_for("lead_terms.show", slug=slug))


@bp.post("/<slug>/leads/retention")
@organizer_required
def keep_until(slug: str) -> ResponseReturnValue:
    """An organizer chooses until when leads are kept."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    day = request.form.get("leads_kept_until", "")
    try:
        set_leads_kept_until(accueil.database, event.id, day, accueil.clock(), actor())
    except AccueilError as error:
        return _show(event, retention_form=refuse(sent(), error)), REFUSED
    text = gettext("Leads are kept until %(day)s.", day=format_day(day)) if day else ""
    offer_undo(
        text or gettext("Leads are kept for as long as this server."),
        url_for("lead_terms.keep_until", slug=slug),
        {"leads_kept_until": event.leads_kept_until or ""},
    )
    return go_to(url_for("lead_terms.show", slug=slug))


@bp.post("/<slug>/leads/receipt-address")
@organizer_required
def change_address(slug: str) -> ResponseReturnValue:
    """An organizer lets the QR codes of badges open the visitor's receipt, or no longer."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    address = request.form.get("url_prefix", "")
    try:
        set_receipt_address(accueil.database, event.id, address, accueil.clock(), actor())
    except AccueilError as error:
        return _show(event, address_form=refuse(sent(), error)), REFUSED
    flash(gettext("Saved. It holds for badges printed from now on."), "good")
    return go_to(url_for("lead_terms.show", slug=slug))


def _show(
    event: Event,
    form: Form | None = None,
    retention_form: Form | None = None,
    address_form: Form | None = None,
) -> str:
    base = address_for_devices(request.host_url, get_accueil().settings)
    versions = get_consent_texts(get_accueil().database, event.id)
    return render_template(
        "console/lead_terms.html",
        event=event,
        versions=[
            vars(one) | {"when": format_moment(one.made_at, event.timezone)} for one in versions
        ],
        form=form or Form(_first_values(versions[0].terms if versions else {})),
        address_form=address_form or Form({"url_prefix": event.url_prefix}),
        suggested_address=f"{base}B/".upper(),
        retention_form=retention_form or Form({"leads_kept_until": event.leads_kept_until}),
    )


def _first_values(terms: dict[str, str]) -> dict[str, Any]:
    """What was published last, or a text to begin with; the slots of the law stay empty."""
    templates = {f"template_{language}": text for language, text in DEFAULT_TEMPLATES.items()}
    return templates | DEFAULT_SLOTS | terms
