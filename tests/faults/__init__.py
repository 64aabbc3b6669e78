"""Faults: what befalls a server, a database, a network or a clock in mid-session, and what may not be lost."""
