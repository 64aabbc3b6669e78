"""What the people who run a host rely on: settings, backups, and a whole session through the front."""
