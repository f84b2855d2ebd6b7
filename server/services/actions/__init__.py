"""The ledger of what was promised: filled from notes, closed by people and by later notes."""
