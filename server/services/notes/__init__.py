"""Notes: from sound to an entry with its customer, and what people correct in it."""
