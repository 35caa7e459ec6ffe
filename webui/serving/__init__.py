"""Processes that serve the site: one, or several behind a master."""
