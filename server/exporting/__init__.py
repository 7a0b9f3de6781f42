"""Leads as files: spreadsheets, cards, what CRMs take. A library: values in, bytes out."""
