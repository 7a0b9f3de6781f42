"""The venue server: check-in, sync with the devices, live attendance."""
