"""The premises page (工作室): the record of the place, and who keeps it open on which day."""
