"""Exchange (交换): sealed packages, certificates and sticks. Knows neither Qt nor SQL."""
