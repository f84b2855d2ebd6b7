"""Understanding: a transcript and the company's tables in, a structured entry with evidence out."""
