"""The version, where the build and `facilitator --version` both read it."""

__version__ = "0.1.0"
