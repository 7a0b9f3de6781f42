"""The native station: camera, roster and outbox of an entrance without a browser."""
