"""zsapp, 中山公共法律服务工作站: one entry, offline, from the village to the city."""
