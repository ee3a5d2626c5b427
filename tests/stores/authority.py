"""A certificate authority of a test, and a TLS door before a server that has none of its own."""

import datetime
import ipaddress
import socket
import ssl
import threading
from contextlib import closing, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)
_SSL_REQUEST = bytes.fromhex("0000000804d2162f")


class Authority:
    """Signs certificates; `file` holds its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.crt"
        own = self._begun(self.name, self.key.public_key(), days=2).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.file.write_bytes(_pem(own.sign(self.key, hashes.SHA256())))

    def sign(self, host: str = "127.0.0.1", *, days: int = 1) -> tuple[Path, Path]:
        """A certificate and its key; one of less than no days has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate, secret = self.folder / f"{host}{days}.pem", self.folder / f"{host}{days}.key"
        names = x509.SubjectAlternativeName([_alternative(host)])
        begun = self._begun(_name(host), key.public_key(), days=days).add_extension(names, critical=False)
        certificate.write_bytes(_pem(begun.sign(self.key, hashes.SHA256())))
        secret.touch(mode=0o600)
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return certificate, secret

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, days: int) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 3 * _DAY)
            .not_valid_after(now + days * _DAY)
        )


class TlsDoor:
    """Takes TLS at a port, and hands on to a unix socket; PostgreSQL's clients ask for TLS first."""

    def __init__(self, certificate: tuple[Path, Path], *, before: Path, is_postgresql: bool = False) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(*certificate)
        self._before, self._is_postgresql = before, is_postgresql
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                threading.Thread(target=self._let_in, args=(visitor,), daemon=True).start()

    def _let_in(self, visitor: socket.socket) -> None:
        with closing(visitor), suppress(OSError):
            if self._is_postgresql:
                assert visitor.recv(8, socket.MSG_WAITALL) == _SSL_REQUEST
                visitor.sendall(b"S")
            with (
                self._context.wrap_socket(visitor, server_side=True) as inside,
                socket.socket(socket.AF_UNIX) as server,
            ):
                server.connect(str(self._before))
                # Ended by either side: the other hears the end of the stream.
                back = threading.Thread(target=_carry, args=(server, inside), daemon=True)
                back.start()
                _carry(inside, server)
                back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
