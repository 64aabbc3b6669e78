"""Who may do what: every route and every socket, for everybody, on what is theirs, another's, and over."""
