"""The tests, a package of their own: without this file, one that a dependency installs would hide them."""
