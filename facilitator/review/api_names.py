"""Names for strategies and places in a list, for one edition of one program's view.

A strategy's own id would stay the same from edition to edition, so that two readings could be laid side by side (P24).
Each edition has a key of its own instead, under which the 16 bytes of an id become 16 others and back.
"""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ..errors import Ended, for_people
from .api_filters import Unlike

NONCE = 12
OVER = re.compile(r"[0-9]{1,9}")
RENEWED = for_people("The view was renewed while you were reading. Begin again at the first page.")


class Names:
    """Those of one edition."""

    def __init__(self, secret: str, program_id: UUID, edition: int) -> None:
        self.edition = edition
        self._seed = hmac.new(
            secret.encode(), b"facilitator api names" + program_id.bytes + edition.to_bytes(8), hashlib.sha256
        ).digest()
        # One block under a key of its own: what a mode of many blocks would be for does not arise.
        self._cipher = Cipher(algorithms.AES(self._key("ids")), modes.ECB())  # noqa: S305

    def given(self, strategy_id: UUID) -> UUID:
        """What the strategy is called in this edition."""
        encryptor = self._cipher.encryptor()
        return UUID(bytes=encryptor.update(strategy_id.bytes) + encryptor.finalize())

    def meant(self, name: UUID) -> UUID:
        """The id that `name` stands for. A name of another edition becomes the id of nothing."""
        decryptor = self._cipher.decryptor()
        return UUID(bytes=decryptor.update(name.bytes) + decryptor.finalize())

    def cursor(self, place: str) -> str:
        """A place in a list, unreadable: `<edition>.<sealed>`, and always the same for the same place."""
        nonce = hmac.new(self._key("nonces"), place.encode(), hashlib.sha256).digest()[:NONCE]
        sealed = nonce + ChaCha20Poly1305(self._key("places")).encrypt(nonce, place.encode(), None)
        return f"{self.edition}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def place(self, cursor: str) -> str:
        """The place that `cursor` stands for. Raises Ended when it is of an edition that is over, and Unlike."""
        edition, _, sealed = cursor.partition(".")
        if OVER.fullmatch(edition) and int(edition) < self.edition:
            raise Ended(RENEWED)
        try:
            kept = base64.urlsafe_b64decode(sealed.encode() + b"==")
            return ChaCha20Poly1305(self._key("places")).decrypt(kept[:NONCE], kept[NONCE:], None).decode()
        except (InvalidTag, ValueError):
            raise Unlike("cursor") from None

    def _key(self, purpose: str) -> bytes:
        return hmac.new(self._seed, purpose.encode(), hashlib.sha256).digest()
