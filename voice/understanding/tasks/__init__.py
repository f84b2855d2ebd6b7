"""What has still to be done, what was done, and what was answered."""
