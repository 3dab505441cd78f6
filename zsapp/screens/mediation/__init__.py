"""The mediation screens (人民调解)."""
