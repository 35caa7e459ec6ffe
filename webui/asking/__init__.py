"""A question as an address, and the links from one question to the next."""
