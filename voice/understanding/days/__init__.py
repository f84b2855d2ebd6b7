"""When: days and times as spoken, appointments, what has to be there by a day."""
