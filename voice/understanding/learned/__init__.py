"""What was learned from our own notes and phrases: weights of words, for where no cue of the rules stands."""
