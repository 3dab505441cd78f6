"""The review screen (校核)."""
