"""Services (办理): one method, one errand, one transaction. Knows neither Qt nor SQL nor reportlab."""
