"""Registration files in: bytes to rows, rows to attendees, every problem named."""
