"""Visits: from positions to the rep's day, and a person's word on it."""
