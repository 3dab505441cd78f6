"""How a record stands with other stations (往来情况), on the page of every sector."""
