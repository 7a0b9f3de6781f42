"""placeholder"""
from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from server.config import Settings
from server.tls import ServerCertificate


def create_handover_app(settings: Settings, current: Callable[[], ServerCertificate]) -> Flask:
    return Flask(__name__)
