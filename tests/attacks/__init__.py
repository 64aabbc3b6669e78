"""What an attacker would do: link texts of one author, and look for words where none belong."""
