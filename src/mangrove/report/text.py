"""Text: how sources and charts get into a page as what they are and no more."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

_ADDRESS: Final = re.compile(r"https?://\S+")


def as_json(figure: Mapping[str, Any]) -> str:
    """A figure description as JSON that may stand inside a script element."""
    text = json.dumps(figure, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def linked(text: str) -> list[dict[str, str]]:
    """A source as pieces of text and of links, the links with a short text.

    >>> linked("see https://stats.example/2017.html")
    [{'text': 'see '}, {'text': 'stats.example/2017.html', 'href': 'https://stats.example/2017.html'}]
    """
    pieces: list[dict[str, str]] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;)")
        if found.start() > at:
            pieces.append({"text": text[at : found.start()]})
        pieces.append({"text": _short(address), "href": address})
        at = found.start() + len(address)
    if at < len(text):
        pieces.append({"text": text[at:]})
    return pieces


def _short(address: str) -> str:
    """The host and the end of an address: enough to know it by."""
    parts = urlsplit(address)
    host, tail = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    tail += f"?{parts.query}" if parts.query else ""
    room = 44
    return f"{host}{tail}" if len(tail) <= room else f"{host}/…{tail[-room:]}"
