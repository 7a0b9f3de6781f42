"""What every process that serves our pages needs: the venue server and the native station.

Imports nothing of ours. Decision record: docs/decisions/0010-station-page.md.
"""
