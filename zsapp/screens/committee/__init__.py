"""The committee page (调委会): composition, terms, roster of mediators."""
