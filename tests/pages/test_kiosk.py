"""The kiosk's shell: for everybody, in three languages, with what the decoder needs."""

import pytest

from tests.pages.browser import Browser


def test_the_shell_is_public_and_names_its_files(stranger: Browser) -> None:
    answer = stranger.get("/kiosk")
    assert answer.status_code == 200
    assert "/js/kiosk.js" in answer.text
    assert "/kiosk/manifest.webmanifest" in answer.text


@pytest.mark.parametrize(("lang", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_it_opens_in_the_language_asked_for(stranger: Browser, lang: str, direction: str) -> None:
    text = stranger.get(f"/kiosk?lang={lang}").text
    assert f'lang="{lang}" dir="{direction}"' in text


def test_every_text_waits_for_the_visitors_language(stranger: Browser) -> None:
    text = stranger.get("/kiosk").text
    assert 'data-t="This kiosk is not ready"' in text
    assert 'data-t-label="Language"' in text


def test_the_decoder_may_run_and_nothing_inline(stranger: Browser) -> None:
    policy = stranger.get("/kiosk").headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy


def test_it_can_be_put_on_the_home_screen(stranger: Browser) -> None:
    answer = stranger.get("/kiosk/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    manifest = answer.get_json()
    assert manifest["start_url"] == manifest["scope"] == "/kiosk"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
