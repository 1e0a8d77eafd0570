"""`newsletter provider …`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsletter.cli.shapes import print_json
from newsletter.cli.words import Json, dim, group, strong, table

app = group("Who sends the email, and what we know of them.")


@app.command("list", epilog="Example: newsletter provider list")
def list_(json: Json = False) -> None:
    """Every provider that an issue can be exported to."""
    from newsletter.providers import load_provider, provider_names

    found = [load_provider(name) for name in provider_names()]
    if json:
        print_json([provider.as_json() for provider in found])
    else:
        table(("name", "provider"), [(name, provider.name) for name, provider in zip(provider_names(), found, strict=True)])


@app.command(epilog="Example: newsletter provider show mailchimp")
def show(provider: Annotated[str, typer.Argument(help="A name from 'provider list'.")], json: Json = False) -> None:
    """The merge tags of one provider, and how sure each of them is."""
    from newsletter.providers import load_provider

    found = load_provider(provider)
    if json:
        print_json(found.as_json())
        return
    typer.echo(strong(found.name))
    width = max(len(name) for name, _ in found.facts())
    for name, value in found.facts():
        typer.echo(f"{dim(name.ljust(width))}  {value}")
