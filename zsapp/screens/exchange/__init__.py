"""The exchange screen (数据交换)."""
