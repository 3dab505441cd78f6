"""Records (记录): the encrypted store, its journal and index. Knows neither Qt, paper nor the wire."""
