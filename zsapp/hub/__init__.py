"""The hub's door (联网接收): HTTPS for stations, pages for the bureau. Knows services and rules alone.

`serving.py` opens and serves; `wire.py` is what stations speak to; `bureau.py` what people at the bureau see.
"""
