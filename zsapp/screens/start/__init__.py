"""The first pages (开始): unlock, set up, recovery code. Light: nothing of the store is loaded before it is needed."""
