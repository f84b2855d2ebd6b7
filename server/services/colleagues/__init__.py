"""What colleagues do with each other about a customer: follow, reply, mention, hand over."""
