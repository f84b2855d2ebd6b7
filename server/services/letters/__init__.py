"""E-mails to and from customers: read without what they quote, and kept once in the customer's timeline."""
