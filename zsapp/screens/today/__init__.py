"""The 今日 screen: what the day asks for."""
