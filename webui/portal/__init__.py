"""What every page has around its own content, and the portal's own: calendar, visits, statistics, looks."""
