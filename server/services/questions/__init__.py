"""What the company wants to know of its customers: asked of each once, answered by whoever is told."""
