"""Badges on paper: PDF sheets with names in Latin and Arabic letters and a vector QR code.

A library: it knows faces, layouts and files, never attendees, requests or languages of pages.
What a server needs is exported here and is light. What draws in this process and brings the PDF
libraries along is imported by its own name: `sheets.render_badges`, `raster.render_badge_image`.
"""

from server.printing.errors import BadgeError, PrintFailedError
from server.printing.faces import BadgeFace
from server.printing.reports import BadgeWarning, Layout, ReportProgress, SheetReport
from server.printing.subprocess_worker import render_badges_in_subprocess

__all__ = [
    "BadgeError",
    "BadgeFace",
    "BadgeWarning",
    "Layout",
    "PrintFailedError",
    "ReportProgress",
    "SheetReport",
    "render_badges_in_subprocess",
]
