"""Running a station: self-test, logs, start and stop."""
