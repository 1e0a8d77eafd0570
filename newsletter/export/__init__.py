"""An email, in the words of a provider and on the disk: `fill_in` puts the merge tags in, `stage_bundle` writes the files."""

from newsletter.export.bundle import Picture, Staged, stage_bundle, write_bundle
from newsletter.export.folder import is_being_written, tidy
from newsletter.export.mime import Envelope, build_message
from newsletter.export.substitute import Filled, fill_in

__all__ = [
    "Envelope",
    "Filled",
    "Picture",
    "Staged",
    "build_message",
    "fill_in",
    "is_being_written",
    "stage_bundle",
    "tidy",
    "write_bundle",
]
