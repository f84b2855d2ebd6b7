"""Tables of customers, contacts and products: read, guessed, tried out, taken in, and undone."""
