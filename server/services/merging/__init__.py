"""Making one of two customers or two people, and taking that back so that everything is as it was."""
