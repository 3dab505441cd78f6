"""The transfer page (移交)."""
