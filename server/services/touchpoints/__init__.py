"""Where staff meet the customer: who is calling, what this is probably about, and what came of it."""
