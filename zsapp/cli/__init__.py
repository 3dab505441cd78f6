"""The terminal door (命令行): the same services as the window, for scripts and the bureau's IT people."""
