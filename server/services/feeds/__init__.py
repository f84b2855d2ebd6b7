"""What programs that cannot sign in read again and again: a calendar, contacts, a feed of interactions."""
