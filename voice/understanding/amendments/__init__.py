"""What a note says that does nothing but put an earlier note right."""
