"""Pure rules that keep a person apart from what they wrote: no database, no web."""
