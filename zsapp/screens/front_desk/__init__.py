"""The front-desk screen (窗口服务)."""
