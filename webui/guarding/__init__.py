"""What may come in: who asks, how much, in which words, and with which forms."""
