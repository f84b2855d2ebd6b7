"""What the ledgers of promises and complaints have in common."""
