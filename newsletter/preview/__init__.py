"""The browser desk: an issue's email as it will look, on this computer alone, following every change.

Kept free of the web server, so that whoever only needs the nouns of `protocol` does not pay for it:
`from newsletter.preview.server import serve` brings it in.
"""

from newsletter.preview.protocol import IssueLine, PreviewDesk, Shown

__all__ = ["IssueLine", "PreviewDesk", "Shown"]
