"""Asks, before anything slow is done, whether the portal can be served on a port of this machine.

Needs nothing but Python: ``python3 -m kirklees_portal.port 8000``.
"""

import socket
import sys


def problem_with_port(text: str) -> str | None:
    """Return one sentence on why the port cannot be served on 127.0.0.1, or nothing when it can."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        return f'PORT is "{text}", but must be a number from 1 to 65535, such as: make run PORT=8001'
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"Port {text} may not be used by this account. Choose another: make run PORT=8001"
        except OSError:
            return f"Port {text} is in use by another program. Choose another: make run PORT={other(text)}"
    return None


def other(text: str) -> int:
    """Return a port to suggest instead."""
    return int(text) + 1 if int(text) < 65535 else 8000


if __name__ == "__main__":
    sys.exit(problem_with_port(sys.argv[1] if len(sys.argv) > 1 else ""))
