"""What must never be kept."""
