"""The secrets of API tokens: plain Python, no database."""

from contexts.customer.tokens import domain


def test_a_secret_is_known_by_its_prefix_and_cannot_be_guessed():
    one, other = domain.new_secret(), domain.new_secret()
    assert one != other
    assert (one[:7], len(one)) == ("gotuto_", len("gotuto_") + 43), "32 bytes are 43 characters of base64"


def test_of_a_secret_only_its_sha_256_is_kept():
    assert domain.digest("tea") == "a9f74d1ec36ebdeb2da3f6e5868090cd2a2d20b3dcca7b62f60304b1d3d9ef42"
