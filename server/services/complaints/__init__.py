"""The ledger of complaints: filled from notes, routed to whoever deals with them, closed by people and later notes."""
