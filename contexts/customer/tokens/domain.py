"""The rules of API tokens in plain Python: secrets and what is stored of them."""

import hashlib
import secrets


def new_secret() -> str:
    """A token that nobody guesses, 256 bits; the prefix lets scanners find a leaked one."""
    return f"gotuto_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """What is stored of a token. It has enough entropy to need neither salt nor slow hashing."""
    return hashlib.sha256(secret.encode()).hexdigest()
