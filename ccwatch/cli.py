"""The commands: reads the arguments, calls what does the work, says how it ended.

Qt, the network, the log and the terminal's tables are imported by what needs them; without
them the command `list` takes a third less.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ccwatch import __version__
from ccwatch.core.errors import (
    CcwatchError,
    JobRefused,
    SettingRefused,
    SignInFailed,
    SignInNeeded,
)
from ccwatch.system.environment import withhold_secrets
from ccwatch.system.hardening import harden
from ccwatch.terminal.config_arguments import MORE as CONFIG_MORE
from ccwatch.terminal.config_arguments import add_config_arguments
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.help_text import ABOUT, EXAMPLES, LIST_MORE, WATCH, WATCH_MORE
from ccwatch.terminal.output import complain, say
from ccwatch.terminal.stray_output import hold_back
from ccwatch.terminal.streams import finished, streams, why_output_is_lost

if TYPE_CHECKING:  # the icon comes before the jobs
    from ccwatch.core.job_refs import JobRef

LINKS = ("ccwatch:", "https://", "http://")

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code.

    Without `argv` the process is this program's own, and is prepared for what it will hold.
    """
    if argv is None:
        withhold_secrets()
        harden()
    with streams():
        hold_back()
        return finished(_run(list(sys.argv[1:] if argv is None else argv)))


def _run(arguments: list[str]) -> int:
    try:
        options = _parsed(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.USAGE
    if options.verbose:
        from ccwatch.log import log_to_terminal

        log_to_terminal()
    try:
        code: int = options.run(options)
    except CcwatchError as error:
        return _told(error, _code_of(error))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:
        if error is why_output_is_lost():
            return Exit.FAULT
        import logging

        logging.getLogger(__name__).debug("the command broke", exc_info=True)
        return _told("Something went wrong in ccwatch itself. --verbose says more.", Exit.FAULT)
    return code


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and what to do, without the whole usage; quotes nothing raw."""

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code for wrong usage."""
        from ccwatch.core.plain_text import one_line
        from ccwatch.terminal.did_you_mean import better

        said = one_line(better(message))
        self.exit(Exit.USAGE, f"ccwatch: {said}\nTry: {self.prog} --help\n")


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options; a link, as a browser hands it over, starts the program.

    Whoever made the link chose its characters, and where the system splits it at a quotation
    mark they are arguments of their own: options may stand before a link, nothing after it.
    """
    parser = _parser()
    first = next((n for n, text in enumerate(arguments) if not text.startswith("-")), None)
    link = arguments[first] if first is not None else ""
    has_link = link.lower().startswith(LINKS)
    if has_link and first != len(arguments) - 1:
        parser.error("A link goes without a command, and options go before it.")
    given = [text for text in arguments[:-1] if text != "--"] if has_link else arguments
    options, unknown = parser.parse_known_args([] if given == ["--"] else given)
    if unknown:
        from ccwatch.terminal.did_you_mean import unknown_arguments

        known = options.parser.format_help() + parser.format_help()
        options.parser.error(unknown_arguments(unknown, known))
    alone = {"--demo": options.demo, "--hidden": options.hidden}
    if options.run is not _desktop and any(alone.values()):
        what = next(what for what, stated in alone.items() if stated)
        parser.error(f"{what} goes without a command.")
    if has_link:
        try:
            from ccwatch.core.job_refs import read_job

            options.jobs = [read_job(link)]
        except JobRefused as error:
            parser.error(f"{error.message} {error.advice}")
    return options


def _parser() -> _Parser:
    formatter = argparse.RawDescriptionHelpFormatter
    common = _Parser(add_help=False)
    common.add_argument(
        "--verbose",
        action="store_true",
        default=argparse.SUPPRESS,
        help="log to standard error",
    )
    parser = _Parser(
        prog="ccwatch",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ccwatch {__version__}")
    parser.add_argument("--verbose", action="store_true", help="log to standard error")
    parser.add_argument("--demo", action="store_true", help="show sample jobs")
    parser.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    parser.set_defaults(run=_desktop, jobs=[], parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, about: str, run: Run, **more: Any) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=about or argparse.SUPPRESS,
            parents=[common],
            allow_abbrev=False,
            formatter_class=formatter,
            **{"description": f"{about[0].upper()}{about[1:]}.", **more},
        )
        added.set_defaults(run=run, parser=added)
        return added

    add = command("add", "watch more jobs, now and after a restart", _add)
    add.add_argument("jobs", nargs="+", metavar="JOB", help="an id, or a link that holds one")
    remove = command("remove", "stop watching jobs", _remove)
    listing = command("list", "print the jobs that are watched", _list, epilog=LIST_MORE)
    watch = command(
        "watch",
        "follow jobs here until all have ended",
        _watch,
        description=WATCH,
        epilog=WATCH_MORE,
    )
    watch.add_argument("--timeout", type=_number, metavar="S", help="give up after so many seconds")
    command("sign-in", "sign in by browser, and stay signed in", _sign_in)
    command("quit", "end the running program; what is watched goes on at its next start", _quit)
    command("sign-out", "forget the sign-in; jobs and history stay", _sign_out)
    status = command("status", "print what the program is doing", _status)
    doctor = command("doctor", "check what the program needs, and report it", _doctor)
    doctor.add_argument("--desktop-only", action="store_true", help=argparse.SUPPRESS)
    for with_jobs in (remove, watch):
        with_jobs.add_argument("jobs", nargs="+", type=_job, metavar="JOB", help="an id or a link")
    for with_json in (listing, watch, status, doctor):
        with_json.add_argument("--json", action="store_true", help="print JSON")
    config = command("config", "read and change the settings", _config, epilog=CONFIG_MORE)
    add_config_arguments(config, common)
    _add_stand_in(command("stand-in", "run the stand-in service alone, for testing", _stand_in))
    return parser


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
        raise argparse.ArgumentTypeError("give a number above 0.")
    return number


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError("give a port from 0 to 65535.")
    return int(text)


def _desktop(options: argparse.Namespace) -> int:
    from ccwatch.desktop.launch import start_desktop

    return start_desktop(options)


def _add(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import add_jobs

    return add_jobs(options.jobs)


def _remove(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import remove_jobs

    return remove_jobs(options.jobs)


def _list(options: argparse.Namespace) -> int:
    from ccwatch.commands.list_jobs import list_jobs

    return list_jobs(as_json=options.json)


def _watch(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import watch_jobs

    return watch_jobs(
        options.jobs, as_json=options.json, timeout=options.timeout, live=not options.verbose
    )


def _sign_in(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import sign_in

    return sign_in()


def _sign_out(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import sign_out

    return sign_out()


def _quit(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import quit_program

    return quit_program()


def _status(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import print_status

    return print_status(as_json=options.json)


def _config(options: argparse.Namespace) -> int:
    from ccwatch.commands.config import config

    return config(options)


def _doctor(options: argparse.Namespace) -> int:
    from ccwatch.commands.doctor import examine, examine_desktop

    return examine_desktop() if options.desktop_only else examine(as_json=options.json)


def _add_stand_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="else any free one")
    parser.add_argument("--speed", type=_number, default=1.0, metavar="X", help="times as fast")
    parser.add_argument("--token", metavar="T", help="let in this one only; else any")
    parser.add_argument("--no-samples", action="store_true", help="begin without jobs")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append each request, as JSON")


def _stand_in(options: argparse.Namespace) -> int:
    from ccwatch.clock import SystemClock
    from ccwatch.stand_in import run

    run(
        SystemClock(options.speed).now,
        port=options.port,
        speed=options.speed,
        token=options.token,
        samples=not options.no_samples,
        log=options.log,
        say=say,
        complain=complain,
        wall=SystemClock().now,
    )
    return Exit.SUCCEEDED


def _code_of(error: CcwatchError) -> int:
    match error:
        case JobRefused() | SettingRefused():
            return Exit.USAGE
        case SignInNeeded() | SignInFailed():
            return Exit.SIGN_IN
    return Exit.FAULT


def _told(what: object, code: int) -> int:
    complain(what)
    return code
