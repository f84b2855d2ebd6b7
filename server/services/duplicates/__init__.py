"""Customers and people who are in the books twice: found, offered, and what somebody said of them remembered."""
