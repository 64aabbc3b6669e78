"""Measurements of the application beside bare libraries: ratios within one interleaved run on one machine."""
