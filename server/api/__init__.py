"""JSON for devices under /api/v1."""
