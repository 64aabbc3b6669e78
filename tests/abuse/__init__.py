"""What somebody may throw at a server. A short form runs with the tests, the full one by hand:

`python3 -m tests.abuse guesses | sockets | fuzz | wire`, each with a size (`--help`).
"""
