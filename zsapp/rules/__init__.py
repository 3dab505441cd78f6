"""Rules (规则): what the law lets a record be, and by when. Pure; no disk, clock, network, Qt or SQL."""
