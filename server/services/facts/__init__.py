"""What is known of a customer over time: facts with date and source, their history, what contradicts what."""
