"""Requests that two servers in a row might read differently (request smuggling), and the one reading that is right.

The kinds are those of the field: CERT VU#, RFC 9112 (11.2), "HTTP Desync Attacks" (J. Kettle 2019) and what followed it. Each
carries a second request where a wrong reading would see one: nobody may be asked for `/smuggled`.
"""

from dataclasses import dataclass

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n"
SECOND = b"GET /second HTTP/1.1\r\nHost: shop\r\n\r\n"
BOTH = ("/first", "/second")
CHUNKED = b"Transfer-Encoding: chunked\r\n"
END = b"0\r\n\r\n"


@dataclass(frozen=True)
class Case:
    """`reading` are the paths that may be asked for, in order; a server may stop before, with an error or by hanging up."""

    name: str
    text: bytes
    reading: tuple[str, ...] = ()


def post(
    headers: bytes, body: bytes = b"", *, line: bytes = b"POST /first HTTP/1.1\r\n", host: bytes = b"Host: shop\r\n"
) -> bytes:
    return line + host + headers + b"\r\n" + body


def get(line: bytes = b"GET /first HTTP/1.1\r\n", headers: bytes = b"", host: bytes = b"Host: shop\r\n") -> bytes:
    return line + host + headers + b"\r\n"


def length(value: bytes) -> bytes:
    return b"Content-Length: " + value + b"\r\n"


def coded(value: bytes) -> bytes:
    return b"Transfer-Encoding: " + value + b"\r\n"


_SIZE = b"%d" % len(SMUGGLED)
_HEX = b"%x" % len(SMUGGLED)
_CHUNK = _HEX + b"\r\n" + SMUGGLED + b"\r\n"

# Both lengths at once: refused, or the coding alone is believed and the connection ends.
_BOTH = {
    "CL.TE": length(b"5") + CHUNKED,
    "TE.CL": CHUNKED + length(b"5"),
    "CL zero and TE": length(b"0") + CHUNKED,
    "CL of everything and TE": length(b"%d" % (5 + len(SMUGGLED))) + CHUNKED,
}
# Codings that one server knows and another does not.
_CODINGS = {
    "TE identity": coded(b"identity"),
    "TE identity, chunked": coded(b"identity, chunked"),
    "TE chunked, identity": coded(b"chunked, identity"),
    "TE chunked twice": coded(b"chunked, chunked"),
    "TE in two headers, chunked last": coded(b"identity") + CHUNKED,
    "TE in two headers, chunked first": CHUNKED + coded(b"identity"),
    "TE chunked and cow": CHUNKED + coded(b"cow"),
    "TE xchunked": coded(b"xchunked"),
    "TE chunkedx": coded(b"chunkedx"),
    "TE chunk": coded(b"chunk"),
    "TE gzip, chunked": coded(b"gzip, chunked"),
    "TE quoted": coded(b'"chunked"'),
    "TE with a vertical tab": coded(b"\x0bchunked"),
    "TE with a form feed": coded(b"\x0cchunked"),
    "TE with NUL": coded(b"chunked\x00"),
    "TE with a bare CR": coded(b"\rchunked"),
    "TE with a bare LF": b"Transfer-Encoding:\nchunked\r\n",
    "TE with a parameter": coded(b"chunked;a=b"),
    "TE empty": coded(b""),
    "TE with a comma alone": coded(b","),
    "TE with a high byte": coded(b"\xffchunked"),
    "TE folded": b"Transfer-Encoding:\r\n chunked\r\n",
    "TE name with a blank before the colon": b"Transfer-Encoding : chunked\r\n",
    "TE name with a tab before the colon": b"Transfer-Encoding\t: chunked\r\n",
    "TE name with a blank in front": b" Transfer-Encoding: chunked\r\n",
    "TE name with an underscore": b"Transfer_Encoding: chunked\r\n",
    "TE name with NUL": b"Transfer-Encoding\x00: chunked\r\n",
    "TE name with CR in front": b"\rTransfer-Encoding: chunked\r\n",
    "TE without a colon": b"Transfer-Encoding chunked\r\n",
    "TE behind a bare LF": b"X: y\nTransfer-Encoding: chunked\r\n",
    "TE behind a bare CR": b"X: y\rTransfer-Encoding: chunked\r\n",
    "TE behind a quoted line end": b'X: "a\r\nTransfer-Encoding: chunked"\r\n',
}
_LENGTHS = {
    "CL twice, different": length(b"0") + length(_SIZE),
    "CL twice, different, other order": length(_SIZE) + length(b"0"),
    "CL twice, in one header": length(b"0, " + _SIZE),
    "CL negative": length(b"-1"),
    "CL with a plus": length(b"+" + _SIZE),
    "CL with a blank inside": length(b"1 0"),
    "CL hexadecimal": length(b"0x" + _HEX),
    "CL with an underscore": length(b"1_0"),
    "CL with a decimal point": length(_SIZE + b".0"),
    "CL with an exponent": length(b"1e1"),
    "CL empty": length(b""),
    "CL a word": length(b"many"),
    "CL beyond 64 bits": length(b"18446744073709551617"),
    "CL of Arabic digits": length("\u0661".encode()),
    "CL with NUL": length(_SIZE + b"\x00"),
    "CL folded": b"Content-Length:\r\n " + _SIZE + b"\r\n",
    "CL name with a blank before the colon": b"Content-Length : " + _SIZE + b"\r\n",
}
_CHUNKS = {
    "chunk size with a plus": b"+" + _HEX + b"\r\n" + SMUGGLED + b"\r\n" + END,
    "chunk size negative": b"-1\r\n" + SMUGGLED + END,
    "chunk size with 0x": b"0x" + _HEX + b"\r\n" + SMUGGLED + b"\r\n" + END,
    "chunk size beyond 64 bits": b"10000000000000000" + _HEX + b"\r\n" + SMUGGLED + b"\r\n" + END,
    "chunk size beyond 32 bits": b"100000000\r\n" + SMUGGLED + END,
    "chunk size empty": b"\r\n" + SMUGGLED + END,
    "chunk size no number": b"xyz\r\n" + SMUGGLED + END,
    "chunk size with a blank in front": b" " + _CHUNK + END,
    "chunk size with an underscore": b"1_0\r\n" + SMUGGLED + END,
    "chunk longer than it says": b"1\r\nab\r\n" + END + SMUGGLED,
    "chunk without its line end": b"1\r\na0\r\n\r\n" + SMUGGLED,
    "chunk with a bare LF after its size": _HEX + b"\n" + SMUGGLED + b"\r\n" + END,
    "chunk with a bare LF after its data": b"1\r\na\n" + END + SMUGGLED,
    "chunk with a bare CR after its size": b"1\ra\r\n" + END + SMUGGLED,
    "chunk extension with a bare LF": b"0;a\n\r\n" + SMUGGLED,
    "chunk extension with a bare CR": b"1;a\rb\r\nx\r\n" + END + SMUGGLED,
    "chunk extension with NUL": b"1;\x00\r\nx\r\n" + END,
    "last chunk ended by bare LFs": b"0\n\n" + SMUGGLED,
    "trailer folded": b"0\r\nX: a\r\n b\r\n\r\n",
    "trailer with a bare LF": b"0\r\nX: a\n\r\n" + SMUGGLED,
}
_LINES = {
    "HTTP/0.9": b"GET /first\r\n",
    "HTTP/0.9 with a second request": b"GET /first\r\n\r\n" + SMUGGLED,
    "HTTP/2.0": b"GET /first HTTP/2.0\r\nHost: shop\r\n\r\n",
    "HTTP/1.2": b"GET /first HTTP/1.2\r\nHost: shop\r\n\r\n",
    "HTTP/1.10": b"GET /first HTTP/1.10\r\nHost: shop\r\n\r\n",
    "HTTP/01.1": b"GET /first HTTP/01.1\r\nHost: shop\r\n\r\n",
    "http in small letters": b"GET /first http/1.1\r\nHost: shop\r\n\r\n",
    "preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "method in small letters": b"get /first HTTP/1.1\r\nHost: shop\r\n\r\n",
    "method with a blank in front": b" GET /first HTTP/1.1\r\nHost: shop\r\n\r\n",
    "tab instead of a blank": b"GET\t/first\tHTTP/1.1\r\nHost: shop\r\n\r\n",
    "NUL in the address": b"GET /fir\x00st HTTP/1.1\r\nHost: shop\r\n\r\n",
    "blank in the address": b"GET /fir st HTTP/1.1\r\nHost: shop\r\n\r\n",
    "line end in the address": b"GET /fir\rst HTTP/1.1\r\nHost: shop\r\n\r\n",
    "address without a slash": b"GET first HTTP/1.1\r\nHost: shop\r\n\r\n",
    "address of another host": b"GET http://other/smuggled HTTP/1.1\r\nHost: shop\r\n\r\n",
    "address of another host with a name": b"GET http://shop@other/smuggled HTTP/1.1\r\nHost: shop\r\n\r\n",
    "CONNECT": b"CONNECT shop:80 HTTP/1.1\r\nHost: shop\r\n\r\n" + SMUGGLED,
    "lines ended by bare LFs": b"GET /first HTTP/1.1\nHost: shop\n\n",
    "head ended by a bare LF": b"GET /first HTTP/1.1\r\nHost: shop\r\n\n" + SMUGGLED,
    "header without a name": b"GET /first HTTP/1.1\r\nHost: shop\r\n: x\r\n\r\n",
    "header without a colon": b"GET /first HTTP/1.1\r\nHost: shop\r\nX\r\n\r\n",
    "header with NUL": b"GET /first HTTP/1.1\r\nHost: shop\r\nX: a\x00b\r\n\r\n",
    "header folded": b"GET /first HTTP/1.1\r\nHost: shop\r\nX: a\r\n b\r\n\r\n",
    "first header folded": b"GET /first HTTP/1.1\r\n Host: shop\r\nHost: other\r\n\r\n",
    "Host twice": b"GET /first HTTP/1.1\r\nHost: shop\r\nHost: other\r\n\r\n",
    "Host with a blank before the colon": b"GET /first HTTP/1.1\r\nHost: shop\r\nHost : other\r\n\r\n",
    "1.0 with TE": b"POST /first HTTP/1.0\r\nHost: shop\r\n" + CHUNKED + b"\r\n" + END + SMUGGLED,
    "1.0 with CL and TE": b"POST /first HTTP/1.0\r\nHost: shop\r\n" + length(b"5") + CHUNKED + b"\r\n" + END + SMUGGLED,
}
# What is right, and must not be taken for an attack.
SOUND = (
    Case("one request", get(), ("/first",)),
    Case("two requests at once", get() + SECOND, BOTH),
    Case("body that looks like a request", post(length(_SIZE), SMUGGLED), ("/first",)),
    Case("chunk that looks like a request", post(CHUNKED, _CHUNK + END), ("/first",)),
    Case("body of a GET", get(headers=length(_SIZE)) + SMUGGLED, ("/first",)),
    Case("chunk extension", post(CHUNKED, _HEX + b";a=b\r\n" + SMUGGLED + b"\r\n" + END), ("/first",)),
    Case("chunk size with zeros in front", post(CHUNKED, b"000" + _CHUNK + END), ("/first",)),
    Case("line end before the request", b"\r\n" + get(), ("/first",)),
    Case("Chunked in capital letters", post(coded(b"CHUNKED"), _CHUNK + END), ("/first",)),
    Case("address with the same host", get(b"GET http://shop/first HTTP/1.1\r\n"), ("/first",)),
)  # fmt: skip
# What may be read in the one way that is given, or refused.
HOSTILE = (
    *(Case(name, post(headers, END + SMUGGLED), ("/first",)) for name, headers in _BOTH.items()),
    # After the end of a body in chunks a second request may stand; a body of another coding has no end.
    *(Case(name, post(headers, _CHUNK + END), ("/first",)) for name, headers in _CODINGS.items()),
    *(Case(name, post(headers, SMUGGLED)) for name, headers in _LENGTHS.items()),
    *(Case(name, post(CHUNKED, body)) for name, body in _CHUNKS.items()),
    *(Case(name, text) for name, text in _LINES.items()),
    Case("CL twice, the same", post(length(_SIZE) * 2, SMUGGLED), ("/first",)),
    Case("CL behind the blank line", post(b"", length(_SIZE) + b"\r\n" + SMUGGLED), ("/first",)),
    Case("Connection names the length", post(length(_SIZE) + b"Connection: Content-Length\r\n", SMUGGLED), ("/first",)),
    Case("Upgrade with a second request", get(headers=b"Connection: upgrade\r\nUpgrade: h2c\r\n") + SECOND, BOTH),
    Case("CL name with an underscore", get(headers=b"Content_Length: %d\r\n" % len(SECOND)) + SECOND, BOTH),
    Case("nothing after a request that closes", get(headers=b"Connection: close\r\n") + SMUGGLED, ("/first",)),
    Case("trailer that is a header", post(CHUNKED, b"0\r\nHost: other\r\nContent-Length: 5\r\n\r\n"), ("/first",)),
)
CASES = (*SOUND, *HOSTILE)


# Each case gets paths of its own, of the same lengths, by which the notes of an application are told apart.
_MARKS = {b"/first": b"/f%04d", b"/second": b"/s%04d-", b"/smuggled": b"/x%04d---"}
_NAMES = {"f": "/first", "s": "/second", "x": "/smuggled"}


def marked(place: int, case: Case) -> bytes:
    text = case.text
    for path, mark in _MARKS.items():
        text = text.replace(path, mark % place)
    return text


def seen_of(paths: list[str]) -> list[list[str]]:
    """The paths that were asked for, case by case."""
    found: list[list[str]] = [[] for _ in CASES]
    for path in paths:
        found[int(path[2:6])].append(_NAMES[path[1]])
    return found


def is_read_rightly(case: Case, seen: list[str]) -> bool:
    """Whether the paths that were asked for are the right ones, or the first of them."""
    return tuple(seen) == case.reading[: len(seen)]
