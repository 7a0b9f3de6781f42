"""Tests of the station's page without a browser, and of its window."""
