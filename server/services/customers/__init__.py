"""Customers: finding, importing, briefs, and what was learnt of their places."""
