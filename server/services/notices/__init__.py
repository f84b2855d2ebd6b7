"""Notices: who is told of what, once, by which ways; and the pushes and e-mails that carry them."""
