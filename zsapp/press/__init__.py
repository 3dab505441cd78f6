"""Press (制文): turns a form definition and plain values into a PDF. Knows neither Qt nor SQL."""
