"""Codes out of pictures: zbar on differently prepared frames, spread over time."""
