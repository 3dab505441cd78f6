"""Records (记录): the encrypted store. The journal is the truth, the index tables follow it.

Knows rules and base; knows neither Qt, paper nor wire. Rows never leave this folder.
"""
