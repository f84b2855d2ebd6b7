"""Who may do what: rights of roles, and notes that only their author reads."""
