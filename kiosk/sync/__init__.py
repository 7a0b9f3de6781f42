"""A station's line to the venue server: scans out, receipts and roster in."""
