"""The shelf for feed readers and calendars: plain text out of what was read, in Atom and iCalendar."""
