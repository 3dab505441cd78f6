"""The station screen (工作站)."""
