"""What a phone does with a riddle (`static/js/riddle.js`), in Python."""

from itertools import count

from facilitator.privacy.work import PARTS, is_part


def solved(riddle: str) -> str:
    seed = riddle.split(".")[0]
    return ",".join(str(next(number for number in count() if is_part(seed, part, number))) for part in range(PARTS))
