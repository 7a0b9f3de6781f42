"""The kiosk's page, served by the station on this machine, and the window that shows it.

Docs: docs/station-page.md; why it is built this way: docs/decisions/0010-station-page.md.
"""

from kiosk.page.serving import PageServer, open_page

__all__ = ["PageServer", "open_page"]
