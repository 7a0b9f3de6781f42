"""The kiosk's shell: for everybody, in three languages, with what the decoder needs."""

import pytest
from flask import Flask


def test_the_shell_is_public_and_names_its_files(app: Flask) -> None:
    answer = app.test_client().get("/kiosk")
    assert answer.status_code == 200
    assert "/js/kiosk.js" in answer.text
    assert "/kiosk/manifest.webmanifest" in answer.text


@pytest.mark.parametrize(("lang", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_it_opens_in_the_language_asked_for(app: Flask, lang: str, direction: str) -> None:
    text = app.test_client().get(f"/kiosk?lang={lang}").text
    assert f'lang="{lang}" dir="{direction}"' in text


def test_every_text_waits_for_the_visitors_language(app: Flask) -> None:
    text = app.test_client().get("/kiosk").text
    assert 'data-t="This kiosk is not ready"' in text
    assert 'data-t-label="Language"' in text


def test_the_decoder_may_run_and_nothing_inline(app: Flask) -> None:
    policy = app.test_client().get("/kiosk").headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy


def test_it_can_be_put_on_the_home_screen(app: Flask) -> None:
    answer = app.test_client().get("/kiosk/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    manifest = answer.get_json()
    assert manifest["start_url"] == "/kiosk?autostart=1"
    assert manifest["scope"] == "/kiosk"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
