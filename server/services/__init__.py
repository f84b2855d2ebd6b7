"""Where rooms meet: work that needs more than one of voice, visits and models."""
