"""What is kept between requests, and told instead of being made again."""
