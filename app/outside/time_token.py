"""Time tokens (时间戳, RFC 3161): the word of somebody else that a head file was there at a time, and whether it fits.

A token is judged as of the time it tells: a certificate that ran out since was good then. Revocation is not looked up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import (
    Certificate,
    InvalidVersion,
    NameOID,
    UnsupportedGeneralNameType,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response
from rfc3161_client.tsp import PKIStatus
from rfc3161_client.verify import SHA256_OID

CERTIFICATES = 0xA0
UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    InvalidVersion,
    UnsupportedAlgorithm,
    UnsupportedGeneralNameType,
)


class Misfit(StrEnum):
    """Why a token proves nothing; each has its words (`w.token_…`)."""

    GARBAGE = "token_garbage"
    REFUSED = "token_refused"
    OTHER_FILE = "token_other_file"
    OTHER_QUESTION = "token_other_question"
    EXPIRED = "token_expired"
    UNKNOWN = "token_unknown"
    FORGED = "token_forged"


class DoesNotFit(Exception):
    def __init__(self, misfit: Misfit) -> None:
        self.misfit = misfit
        super().__init__(misfit)


@dataclass(frozen=True)
class TimeToken:
    """One that fits, or of which it is not known whose word it is."""

    content: bytes
    at: datetime
    by: str


@cache
def roots_in(file: Path) -> tuple[Certificate, ...]:
    """Whom we believe: a root and what stands between."""
    return tuple(load_pem_x509_certificates(file.read_bytes()))


def told_at(content: bytes) -> datetime:
    """Of a token that was judged before."""
    return _decoded(content).tst_info.gen_time


def read(content: bytes, text: bytes) -> TimeToken:
    """What it says about this text, whoever said so."""
    said = _decoded(content)
    try:
        told = said.tst_info
        imprint, at, by = told.message_imprint, told.gen_time, _signer(said)
    except UNREADABLE as unreadable:
        raise DoesNotFit(Misfit.GARBAGE) from unreadable
    if imprint.hash_algorithm.dotted_string != SHA256_OID or imprint.message != sha256(text).digest():
        raise DoesNotFit(Misfit.OTHER_FILE)
    return TimeToken(content, at, by)


def fitting(content: bytes, text: bytes, roots: Sequence[Certificate], nonce: int | None = None) -> TimeToken:
    """Signed under one of the roots, about this text, and in answer to this question where there was one."""
    token = read(content, text)
    try:
        VerifierBuilder(roots=list(roots)).build().verify(_decoded(content), sha256(text).digest())
    except (VerificationError, *UNREADABLE) as wrong:
        raise DoesNotFit(_why(str(wrong))) from wrong
    if nonce is not None and _decoded(content).tst_info.nonce != nonce:
        raise DoesNotFit(Misfit.OTHER_QUESTION)
    return token


def _decoded(content: bytes) -> TimeStampResponse:
    try:
        said = decode_timestamp_response(in_order(content))
        status = PKIStatus(said.status)
    except UNREADABLE as unreadable:
        raise DoesNotFit(Misfit.GARBAGE) from unreadable
    if status is not PKIStatus.GRANTED:
        raise DoesNotFit(Misfit.REFUSED)
    return said


def _signer(said: TimeStampResponse) -> str:
    """As its certificate names it; raises ValueError where that does not come along."""
    (signer,) = said.signed_data.signer_infos
    for content in said.signed_data.certificates:
        own = load_der_x509_certificate(content)
        if (own.issuer, own.serial_number) == (signer.issuer, signer.serial_number):
            names = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            return str(names[0].value) if names else own.subject.rfc4514_string()
    raise ValueError("the signer's certificate is not in the token")


def _why(said: str) -> Misfit:
    """The library has one exception, and OpenSSL's words in it."""
    if "certificate has expired" in said or "not yet valid" in said:
        return Misfit.EXPIRED
    return Misfit.UNKNOWN if "certificate verify error" in said else Misfit.FORGED


def in_order(content: bytes) -> bytes:
    """The same answer with its certificates in the order of a DER set, which the library insists on.

    OpenSSL writes them as they come, and most services run on it; nothing is signed over their order.
    """
    start, end = _certificates(content)
    every = [content[at:until] for _, at, _, until in _parts(content, start, end)]
    return content[:start] + b"".join(sorted(every)) + content[end:]


def _certificates(content: bytes) -> tuple[int, int]:
    """Where they stand: answer → token → signed data → [0]; an empty place where there are none."""
    start, end = 0, len(content)
    for place in (0, 1, 1, 0):  # of the answer, of the token in it, of [0] in that, of the signed data
        inside = list(_parts(content, start, end))
        if len(inside) <= place:
            return 0, 0
        _, _, start, end = inside[place]
    return next(((at, until) for tag, _, at, until in _parts(content, start, end) if tag == CERTIFICATES), (0, 0))


def _parts(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Each value's tag, and where it, its inside and the next one begin."""
    while start < end:
        tag, size, inside = content[start], content[start + 1], start + 2
        if size & 0x80:
            inside += size & 0x7F
            size = int.from_bytes(content[start + 2 : inside])
        yield tag, start, inside, inside + size
        start = inside + size
