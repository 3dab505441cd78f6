"""The backup page (备份)."""
