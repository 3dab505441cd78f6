"""Old ledgers in the window: looked at, columns told, taken in, taken back."""
