"""OpenSearch, one node of the server itself, as Maven Central has it."""

import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from wider.check import Missed
from wider.maven import class_path

VERSION = "2.19.6"
_LIBRARIES = (
    f"org.opensearch:opensearch:{VERSION}",
    f"org.opensearch.plugin:transport-netty4-client:{VERSION}",
    f"org.opensearch.plugin:analysis-common:{VERSION}",
    "org.apache.logging.log4j:log4j-core:2.25.4",
)
_SEARCHER = Path(__file__).parent / "Searcher.java"


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port: int = door.getsockname()[1]
        return port


@contextmanager
def node() -> Iterator[str]:
    """The address of a node that ends with this. Raises Missed."""
    libraries, port = class_path(*_LIBRARIES), _free_port()
    with tempfile.TemporaryDirectory(prefix="gotuto-opensearch-") as folder:
        (Path(folder) / "config").mkdir()
        command = ["java", "-Xmx512m", "-cp", libraries, str(_SEARCHER), folder, str(port)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as java:
            assert java.stdin is not None
            assert java.stdout is not None
            said = []
            for line in java.stdout:
                said.append(line)
                if line == "started\n":
                    break
            else:
                raise Missed(f"OpenSearch does not start: {''.join(said)[-300:]}")
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                java.stdin.close()
                java.wait(timeout=60)
