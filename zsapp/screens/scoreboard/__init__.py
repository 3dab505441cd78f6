"""The scoreboard page (考核评价)."""
