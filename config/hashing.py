"""Password hashing: Argon2id with the least work that OWASP's Password Storage Cheat Sheet (2025) recommends.

Django's own parameters take a hundred megabytes and eight threads for each sign-in, and PBKDF2, its default, a third of a
second of a processor: ten people who register in a second would take more than two processors have.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB of memory, two passes, one thread."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
