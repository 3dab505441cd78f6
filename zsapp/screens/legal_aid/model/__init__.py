"""Models of the legal-aid page: plain Python."""
