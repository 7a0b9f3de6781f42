"""What a station does with a badge: decide, keep, answer."""
