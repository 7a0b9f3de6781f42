"""The kiosk's page, served by the station on this machine, and the window that shows it.

Docs: docs/station-page.md; why it is built this way: docs/decisions/0010-station-page.md. Imports
nothing here: the window's program does without cameras and decoders.
"""
