"""The wire, seen from the other end of real sockets."""

ORIGIN = "https://groups.example"
SECRET = "canary-in-the-text"
