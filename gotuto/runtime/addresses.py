"""Addresses: where a browser on this machine finds what listens."""

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be recognised, not to be listened on


def address_of(host: str, port: object) -> str:
    """The address of a web server that listens there; that of this machine for one that listens everywhere."""
    here = EVERYWHERE.get(host, host)
    return f"http://{f'[{here}]' if ':' in here else here}:{port}"
