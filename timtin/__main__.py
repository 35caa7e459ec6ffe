"""`python -m timtin`."""

from timtin import main

main()
