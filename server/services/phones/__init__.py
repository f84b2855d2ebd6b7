"""Phones: pairing, and the reminders they may show."""
