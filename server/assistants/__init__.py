"""The door for assistants: read tools under the same tokens and rights as every other program's (MCP)."""
