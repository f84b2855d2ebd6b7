"""Every door, and the only place where the rooms meet."""
