"""The page that shows every picture: docs/screenshots/README.md."""

import re
from collections import defaultdict
from pathlib import Path

HEAD = """# Every page

Made by `python3 -m tests.screenshots` (and `--language es`) from a made-up session: light and dark, on a phone (360),
a desk (1280) and a projector (1920).

"""
PICTURE = re.compile(r"(?P<page>.+)-(?P<width>\d+)-(?P<scheme>light|dark)\.png")


def write_index(folder: Path) -> None:
    """List the pictures in `folder`, page by page."""
    pages: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        if found := PICTURE.fullmatch(path.name):
            pages[found["page"]].append(f'<img src="{path.name}" width="{_width(found["width"])}" alt="{path.stem}">')
    body = "\n".join(f"## {page.replace('-', ' ')}\n\n{' '.join(images)}\n" for page, images in pages.items())
    (folder / "README.md").write_text(HEAD + body)


def _width(width: str) -> int:
    return 180 if width == "360" else 400
