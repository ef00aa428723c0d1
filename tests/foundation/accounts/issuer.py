"""A small OpenID Connect issuer that answers over HTTP, and can be told to misbehave."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "samsyn", "the issuer's secret for us"


@dataclass
class Issuer:
    """`claims` is who signs in; `forged` replaces claims of the id_token; `silent` paths answer 500."""

    address: str
    claims: dict[str, Any] = field(default_factory=dict)
    forged: dict[str, Any] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to: the person said yes at once."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = f"code{len(self.asked)}"
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """For a code once, with the verifier of its challenge; None refuses."""
        asked = self.asked.pop(sent["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        known = sent.get("client_id") == CLIENT and sent.get("client_secret") == SECRET
        if asked is None or not known or asked["code_challenge"] != proof.rstrip(b"=").decode():
            return None
        return {"access_token": "for-userinfo", "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token()}

    def id_token(self) -> str:
        now = datetime.now(UTC)
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + timedelta(minutes=5)} | self.claims
        return jwt.encode(claims | self.forged, self.key, algorithm="RS256", headers={"kid": "1"})

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}


@contextmanager
def serving() -> Iterator[Issuer]:
    """An issuer on a free port."""
    server = ThreadingHTTPServer(("localhost", 0), _Door)
    server.issuer = Issuer(f"http://localhost:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.issuer  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Door(BaseHTTPRequestHandler):
    @property
    def issuer(self) -> Issuer:
        return self.server.issuer  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path in self.issuer.silent:
            self._answer(500, {})
        elif url.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.issuer.authorize(_single(url.query)))
            self.end_headers()
        elif url.path == "/userinfo" and self.headers["Authorization"] != "Bearer for-userinfo":
            self._answer(401, {})
        else:
            answers: dict[str, Callable[[], dict[str, Any]]] = {
                "/.well-known/openid-configuration": self.issuer.discovery,
                "/jwks": self.issuer.jwks,
                "/userinfo": lambda: self.issuer.claims,
            }
            self._answer(200, answers[url.path]())

    def do_POST(self) -> None:
        sent = _single(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path in self.issuer.silent:
            self._answer(500, {})
            return
        answer = self.issuer.token(sent)
        self._answer(200 if answer else 400, answer or {"error": "invalid_grant"})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_about: Any) -> None:
        """Nothing: a test tells what it needs."""


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
