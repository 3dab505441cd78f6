"""The page for filing: cases that wait for it, and several of them in one volume."""
