"""The first pages (开始): unlock, set up, recovery code; nothing of the store is loaded for them."""
