"""The text visitors agree to: nothing the law asks for may be missing."""

from dataclasses import replace

import pytest

from domain.consent_terms import DEFAULT_SLOTS, DEFAULT_TEMPLATES, TERM_NAMES, Terms, compose_texts
from domain.errors import AccueilError

FULL = Terms(
    controller="SICCAM SARL, Casablanca",
    rights="donnees@siccam.example",
    cndp="D-123/2026",
    **DEFAULT_SLOTS,
    **{f"template_{language}": text for language, text in DEFAULT_TEMPLATES.items()},
)


def test_the_default_text_is_filled_in_every_language() -> None:
    texts = compose_texts(FULL)
    assert set(texts) == {"fr", "ar", "en"}
    for text in texts.values():
        assert "{" not in text
        for words in (FULL.controller, FULL.rights, FULL.cndp):
            assert words in text
    assert FULL.purposes_ar in texts["ar"]


@pytest.mark.parametrize("name", TERM_NAMES)
def test_nothing_may_be_empty(name: str) -> None:
    with pytest.raises(AccueilError) as caught:
        compose_texts(replace(FULL, **{name: "  "}))
    assert (caught.value.code, caught.value.params["field"]) == ("consent_slot_empty", name)


@pytest.mark.parametrize("slot", ["controller", "purposes", "recipients", "rights", "cndp"])
def test_no_text_may_leave_a_slot_out(slot: str) -> None:
    template = FULL.template_ar.replace(f"{{{slot}}}", "…")
    with pytest.raises(AccueilError) as caught:
        compose_texts(replace(FULL, template_ar=template))
    assert caught.value.code == "consent_slot_missing"
    assert caught.value.params == {"field": "template_ar", "slot": f"{{{slot}}}"}


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(AccueilError, match="too long"):
        compose_texts(replace(FULL, template_en=FULL.template_en + "x" * 4000))
