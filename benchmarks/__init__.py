"""Speed and quality, side by side with peers; never timed tests."""
