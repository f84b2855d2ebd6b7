"""People: signing in, and what they may know is kept of them."""
