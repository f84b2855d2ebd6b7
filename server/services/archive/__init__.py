"""The archive: everything that is kept, with the sound, in one ZIP file that an empty installation takes in again."""
