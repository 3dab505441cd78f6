"""Ground (地基): items, codec, errors, clock, files. Standard library only; knows no law."""
