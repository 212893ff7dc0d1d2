"""A provider of accounts (OpenID Connect) for tests: a server on this machine that signs in whoever it is told to."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "portal", "told-to-nobody", "first"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """``person`` is what it says of whoever signs in; ``broken`` is a page that fails; ``heard`` is what was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Pages)
        self.person: dict = {}
        self.broken = ""
        self.heard: list[tuple[str, dict]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def pages(self) -> dict:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.address}/{page}" for name, page in names.items()},
        }

    def token(self) -> dict:
        now = int(time.time())
        claims = {**self.person, "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": KEY_ID})
        return {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


class Pages(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self):
        self.answer(self.path, {})

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.path, {name: values[0] for name, values in parse_qs(sent).items()})

    def answer(self, path: str, sent: dict) -> None:
        page, asked = urlsplit(path).path, parse_qs(urlsplit(path).query)
        self.server.heard.append((page, sent))
        if page == self.server.broken:
            self.send_error(500)
        elif page == "/authorize":
            self.send_back(asked["redirect_uri"][0], asked["state"][0])
        else:
            self.say(self.page(page))

    def page(self, page: str) -> dict:
        if page == "/token":
            return self.server.token()
        if page == "/userinfo":
            return self.server.person
        if page == "/keys":
            return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": KEY_ID}]}
        return self.server.pages

    def send_back(self, address: str, state: str) -> None:
        self.send_response(302)
        self.send_header("Location", f"{address}?{urlencode({'code': 'a-code', 'state': state})}")
        self.end_headers()

    def say(self, what: dict) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        """Tests are silent."""


@contextmanager
def running() -> Iterator[Provider]:
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
