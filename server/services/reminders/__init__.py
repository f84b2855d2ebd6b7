"""Reminders: of visits without a note and of what a rep asked to be reminded of; when they are due, said once."""
