"""What search finds beyond the letters that were typed: numbers in any form, and names by how they sound."""
