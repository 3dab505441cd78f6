"""Screens (界面): the desktop door. The only place that knows Qt; never sees a row."""
