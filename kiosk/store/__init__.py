"""What a station keeps: one SQLite file, written before any light turns green."""
