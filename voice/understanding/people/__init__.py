"""Who and where: customers, people, their roles, and changes of their contact data."""
