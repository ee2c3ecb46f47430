"""The arguments of `ccwatch config`."""

import argparse
from collections.abc import Callable

MORE = """\
“ccwatch config list” names all keys. A variable of the environment wins over the file, and the
file over what an administrator preset. Values with blanks need no quotes; an empty one is "".

examples:
  ccwatch config set client_id native-0a1B2c3D
  ccwatch config set redirect_ports 47631, 47632
  ccwatch config unset proxy"""


def add_config_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the commands below `config`; each leaves its name in `what`."""
    below = parser.add_subparsers(title="commands", metavar="COMMAND", dest="what", required=True)

    def command(name: str, about: str, usage: str | None = None) -> Callable[..., argparse.Action]:
        added = below.add_parser(
            name,
            usage=usage,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            parents=[common],
            allow_abbrev=False,
        )
        return added.add_argument

    command("list", "print all settings with where each comes from")(
        "--json", action="store_true", help="print JSON"
    )
    command("get", "print the value that holds")("key", metavar="KEY")
    change = command("set", "change a setting", "ccwatch config set [-h] KEY VALUE")
    change("key", metavar="KEY")
    change("value", metavar="VALUE", nargs=argparse.REMAINDER)
    command("unset", "go back to the default")("key", metavar="KEY")
    command("path", "print where the settings file is")
