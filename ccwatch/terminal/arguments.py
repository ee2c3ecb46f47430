"""The arguments of every command."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ccwatch import __version__
from ccwatch.core.errors import JobRefused
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.help_text import (
    ABOUT,
    CANCEL,
    CANCEL_MORE,
    CONFIG_MORE,
    EXAMPLES,
    LIST_MORE,
    STATUS_MORE,
    USAGE,
    WATCH,
    WATCH_MORE,
)

if TYPE_CHECKING:  # the tray icon loads this before any job
    from ccwatch.core.job_refs import JobRef


class Parser(argparse.ArgumentParser):
    """Prints an error and advice instead of the whole usage; quotes nothing unescaped."""

    def error(self, message: str) -> NoReturn:
        """Exit with the code for wrong usage."""
        from ccwatch.core.plain_text import one_line
        from ccwatch.terminal.did_you_mean import better

        said = one_line(better(message))
        self.exit(Exit.USAGE, f"ccwatch: {said}\nTry: {self.prog} --help\n")


def argument_parser() -> Parser:
    """Return the parser; `command` is the name of the command, "" for the program itself."""
    formatter = argparse.RawDescriptionHelpFormatter
    common = Parser(add_help=False)
    common.add_argument(
        "--verbose",
        action="store_true",
        default=argparse.SUPPRESS,
        help="log to standard error",
    )
    parser = Parser(
        prog="ccwatch",
        usage=USAGE,
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ccwatch {__version__}")
    parser.add_argument("--verbose", action="store_true", help="log to standard error")
    parser.add_argument(
        "--demo", action="store_true", help="show sample jobs: no account, no network"
    )
    parser.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    parser.add_argument(
        "-reverse", action="store_true", help="lay the window out from right to left"
    )
    parser.set_defaults(command="", jobs=[], wall=False, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", prog="ccwatch")

    def command(name: str, about: str, **more: Any) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=about or argparse.SUPPRESS,
            parents=[common],
            allow_abbrev=False,
            formatter_class=formatter,
            **{"description": f"{about[0].upper()}{about[1:]}.", **more},
        )
        added.set_defaults(command=name, parser=added)
        return added

    add = command("add", "watch more jobs, now and after a restart")
    add.add_argument("jobs", nargs="+", metavar="JOB", help="an ID, or a link that contains one")
    remove = command("remove", "stop watching jobs")
    cancel = command(
        "cancel", "cancel a job at the service", description=CANCEL, epilog=CANCEL_MORE
    )
    cancel.add_argument("job", type=_job, metavar="JOB", help="an ID or a link")
    cancel.add_argument(
        "--yes", action="store_true", help="confirm that the job is to be cancelled"
    )
    listing = command("list", "print the jobs that are watched", epilog=LIST_MORE)
    watch = command(
        "watch",
        "follow jobs in the terminal until all have ended",
        description=WATCH,
        epilog=WATCH_MORE,
    )
    watch.add_argument("--timeout", type=_number, metavar="S", help="stop waiting after S seconds")
    command("sign-in", "sign in through the browser and stay signed in")
    command("sign-out", "sign out; jobs and history are kept")
    status = command("status", "print what the running program is doing", epilog=STATUS_MORE)
    doctor = command("doctor", "check what ccwatch needs, and report problems")
    doctor.add_argument("--desktop-only", action="store_true", help=argparse.SUPPRESS)
    for with_jobs, how_many in ((remove, "+"), (watch, "*")):
        with_jobs.add_argument(
            "jobs", nargs=how_many, type=_job, metavar="JOB", help="an ID or a link"
        )
    listing.add_argument("--mine", action="store_true", help="your own jobs, from the services")
    watch.add_argument("--mine", action="store_true", help="your own jobs, also new ones")
    watch.add_argument("--until-idle", action="store_true", help="end when none of them is left")
    for with_json in (listing, watch, status, doctor):
        with_json.add_argument("--json", action="store_true", help="print JSON")
    wall = command("wall", "show all jobs in large type on the whole screen, until Esc is pressed")
    wall.set_defaults(wall=True)
    integrate = command("integrate", "add ccwatch to the applications menu (Linux)")
    integrate.add_argument("--remove", action="store_true", help="remove it again")
    command("quit", "quit the running program; it resumes watching at its next start")
    config = command("config", "read and change the settings", epilog=CONFIG_MORE)
    _add_config(config, common)
    _add_stand_in(command("stand-in", "run the stand-in service alone, for testing"))
    return parser


def check_watched(options: argparse.Namespace) -> None:
    """Exit with the code for wrong usage unless the options of `watch` name jobs in one way."""
    if options.mine and options.jobs:
        options.parser.error("--mine takes no JOB.")
    if options.until_idle and not options.mine:
        options.parser.error("--until-idle needs --mine.")
    if not options.mine and not options.jobs:
        options.parser.error("the following arguments are required: JOB")


def _job(text: str) -> "JobRef":
    from ccwatch.core.job_refs import read_job

    try:
        return read_job(text)
    except JobRefused as error:
        raise argparse.ArgumentTypeError(f"{error.message} {error.advice}") from None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("enter a number above 0.")
    return number


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError("enter a port from 0 to 65535.")
    return int(text)


def _add_stand_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="default: any free port")
    parser.add_argument("--speed", type=_number, default=1.0, metavar="X", help="speed-up factor")
    parser.add_argument("--token", metavar="T", help="accept only this token (default: any)")
    parser.add_argument("--no-samples", action="store_true", help="start without sample jobs")
    parser.add_argument(
        "--log", type=Path, metavar="FILE", help="append each request to FILE, as JSON"
    )


def _add_config(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the `config` subcommands; each sets `what` to its name."""
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

    command("list", "print all settings and where each value comes from")(
        "--json", action="store_true", help="print JSON"
    )
    command("get", "print a setting")("key", metavar="KEY")
    change = command("set", "change a setting", "ccwatch config set [-h] KEY VALUE")
    change("key", metavar="KEY")
    change("value", metavar="VALUE", nargs=argparse.REMAINDER)
    command("unset", "reset a setting to its default")("key", metavar="KEY")
    command("path", "print the path of the settings file")
