"""What programs read: JSON, feeds, maps of the site."""
