"""The text visitors agree to when exhibitors may write to them: a template with slots that the law
asks for (Morocco's law 09-08, article 5: controller, purposes, recipients, rights, and the number
of the CNDP's receipt). It cannot be published while one of them is empty. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from domain.errors import AccueilError

LANGUAGES = ("fr", "ar", "en")
SLOTS = ("controller", "purposes", "recipients", "rights", "cndp")
_MOST_LETTERS = 4000

DEFAULT_TEMPLATES = {
    "fr": (
        "J'accepte que l'exposant qui a scanné mon badge me contacte par e-mail ou par téléphone."
        "\n\nResponsable du traitement\u202f: {controller}."
        "\nFinalités\u202f: {purposes}."
        "\nDestinataires\u202f: {recipients}."
        "\nVous pouvez accéder à vos données, les faire rectifier et vous opposer à leur"
        " traitement\u202f: {rights}."
        "\nTraitement déclaré à la CNDP sous le numéro {cndp}."
        "\n\nCette réponse est facultative. Vous pouvez la retirer à tout moment."
    ),
    "ar": (
        "أوافق على أن يتصل بي العارض الذي مسح شارتي بالبريد الإلكتروني أو بالهاتف."
        "\n\nالمسؤول عن المعالجة: {controller}."
        "\nالأغراض: {purposes}."
        "\nالجهات المستلمة: {recipients}."
        "\nيمكنكم الولوج إلى معطياتكم وتصحيحها والتعرض على معالجتها: {rights}."
        "\nمعالجة مصرح بها لدى اللجنة الوطنية لمراقبة حماية المعطيات ذات الطابع الشخصي"
        " تحت رقم {cndp}."
        "\n\nهذا الجواب اختياري، ويمكنكم سحبه في أي وقت."
    ),
    "en": (
        "I agree that the exhibitor who scanned my badge may contact me by e-mail or phone."
        "\n\nController: {controller}."
        "\nPurposes: {purposes}."
        "\nRecipients: {recipients}."
        "\nYou may see your data, have them corrected and object to their use: {rights}."
        "\nDeclared to the CNDP under number {cndp}."
        "\n\nThis answer is optional. You can take it back at any time."
    ),
}
DEFAULT_SLOTS = {
    "purposes_fr": "donner suite à votre visite sur le stand",
    "purposes_ar": "متابعة زيارتكم للجناح",
    "purposes_en": "following up on your visit to the booth",
    "recipients_fr": "l'exposant qui a scanné votre badge, et lui seul",
    "recipients_ar": "العارض الذي مسح شارتكم دون غيره",
    "recipients_en": "the exhibitor who scanned your badge, and nobody else",
}


@dataclass(frozen=True)
class Terms:
    """What an organizer fills in. `rights` is where visitors turn to: an address or a desk."""

    controller: str
    rights: str
    cndp: str
    purposes_fr: str
    purposes_ar: str
    purposes_en: str
    recipients_fr: str
    recipients_ar: str
    recipients_en: str
    template_fr: str
    template_ar: str
    template_en: str


TERM_NAMES = tuple(field.name for field in fields(Terms))


def compose_texts(terms: Terms) -> dict[str, str]:
    """The text in every language, all slots filled.

    Raises AccueilError `consent_slot_empty` or `consent_slot_missing` (a template without one of
    the slots) at the field concerned, `consent_too_long`.
    """
    for name in TERM_NAMES:
        if not str(getattr(terms, name)).strip():
            raise AccueilError("consent_slot_empty", f"{name} is empty", field=name)
    return {language: _compose(terms, language) for language in LANGUAGES}


def _compose(terms: Terms, language: str) -> str:
    name = f"template_{language}"
    text = str(getattr(terms, name)).replace("\r\n", "\n").strip()
    for slot, value in _fillings(terms, language).items():
        mark = f"{{{slot}}}"
        if mark not in text:
            raise AccueilError("consent_slot_missing", f"{mark} is missing", field=name, slot=mark)
        text = text.replace(mark, value.strip().rstrip("."))
    if len(text) > _MOST_LETTERS:
        raise AccueilError("consent_too_long", "that text is too long", field=name)
    return text


def _fillings(terms: Terms, language: str) -> Mapping[str, str]:
    """Controller, rights and number are the same in every language."""
    by_language = {
        slot: getattr(terms, f"{slot}_{language}") for slot in ("purposes", "recipients")
    }
    return {
        "controller": terms.controller,
        "purposes": by_language["purposes"],
        "recipients": by_language["recipients"],
        "rights": terms.rights,
        "cndp": terms.cndp,
    }
