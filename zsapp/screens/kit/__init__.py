"""The kit (部件): tokens, fields, lists, preview: built from items, used by every sector."""
