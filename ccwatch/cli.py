"""The command line: parses the arguments, runs the command, and turns errors into exit codes.

Qt, the network, the log and the terminal's tables are imported where they are needed; this makes
`list` a third faster.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from ccwatch.core.errors import (
    CcwatchError,
    JobRefused,
    RunningProgramFault,
    SettingRefused,
    SignInFailed,
    SignInNeeded,
)
from ccwatch.system.environment import withhold_secrets
from ccwatch.system.hardening import harden
from ccwatch.terminal.arguments import argument_parser, check_watched
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain, say
from ccwatch.terminal.stray_output import hold_back
from ccwatch.terminal.streams import finished, streams, why_output_is_lost

LINKS = ("ccwatch:", "https://", "http://")

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code.

    Without `argv` this is the program's own process, which is hardened before it holds any secrets.
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
        code = _runs()[options.command](options)
    except CcwatchError as error:
        return _reported(error, _code_of(error))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:
        if error is why_output_is_lost():
            return Exit.FAULT
        import logging

        logging.getLogger(__name__).debug("the command broke", exc_info=True)
        return _reported("Something went wrong in ccwatch itself. --verbose says more.", Exit.FAULT)
    return code


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the parsed options; a link, as a browser passes it, starts the program.

    The link is untrusted: where the system splits it at a quotation mark, parts of it become
    separate arguments. So options may precede a link, and nothing may follow it.
    """
    parser = argument_parser()
    first = next((n for n, text in enumerate(arguments) if not text.startswith("-")), None)
    link = arguments[first] if first is not None else ""
    has_link = link.lower().startswith(LINKS)
    if has_link and first != len(arguments) - 1:
        parser.error("A link takes no command, and options go before it.")
    given = [text for text in arguments[:-1] if text != "--"] if has_link else arguments
    options, unknown = parser.parse_known_args([] if given == ["--"] else given)
    if unknown:
        from ccwatch.terminal.did_you_mean import unknown_arguments

        known = options.parser.format_help() + parser.format_help()
        options.parser.error(unknown_arguments(unknown, known))
    if options.command and options.hidden:
        parser.error("--hidden takes no command.")
    if options.demo and options.command not in ("", "quit", "wall"):
        parser.error("--demo takes no command but quit and wall.")
    if options.command == "cancel" and not options.yes:
        options.parser.error(
            "This ends the job, and what it has produced is lost. Add --yes to confirm it."
        )
    if options.command == "watch":
        check_watched(options)
    if has_link:
        try:
            from ccwatch.core.job_refs import read_job

            options.jobs = [read_job(link)]
        except JobRefused as error:
            parser.error(f"{error.message} {error.advice}")
    return options


def _runs() -> dict[str, Run]:
    return {
        "": _desktop,
        "wall": _desktop,
        "add": _add,
        "remove": _remove,
        "cancel": _cancel,
        "list": _list,
        "watch": _watch,
        "sign-in": _sign_in,
        "sign-out": _sign_out,
        "status": _status,
        "quit": _quit,
        "config": _config,
        "doctor": _doctor,
        "integrate": _integrate,
        "stand-in": _stand_in,
    }


def _desktop(options: argparse.Namespace) -> int:
    from ccwatch.desktop.launch import launch_desktop

    return launch_desktop(options)


def _add(options: argparse.Namespace) -> int:
    from ccwatch.commands.change_jobs import add_jobs

    return add_jobs(options.jobs)


def _remove(options: argparse.Namespace) -> int:
    from ccwatch.commands.change_jobs import remove_jobs

    return remove_jobs(options.jobs)


def _cancel(options: argparse.Namespace) -> int:
    from ccwatch.commands.cancel_job import cancel_job

    return cancel_job(options.job)


def _list(options: argparse.Namespace) -> int:
    if options.mine:
        from ccwatch.commands.list_my_jobs import list_my_jobs

        return list_my_jobs(as_json=options.json)
    from ccwatch.commands.list_jobs import list_jobs

    return list_jobs(as_json=options.json)


def _watch(options: argparse.Namespace) -> int:
    from ccwatch.commands.watch_jobs import watch_jobs

    return watch_jobs(
        None if options.mine else options.jobs,
        as_json=options.json,
        timeout=options.timeout,
        live=not options.verbose,
        until_idle=options.until_idle,
    )


def _sign_in(options: argparse.Namespace) -> int:
    from ccwatch.commands.remote import sign_in

    return sign_in()


def _sign_out(options: argparse.Namespace) -> int:
    from ccwatch.commands.remote import sign_out

    return sign_out()


def _quit(options: argparse.Namespace) -> int:
    from ccwatch.commands.remote import quit_program

    return quit_program(demo=options.demo)


def _status(options: argparse.Namespace) -> int:
    from ccwatch.commands.status import print_status

    return print_status(as_json=options.json)


def _config(options: argparse.Namespace) -> int:
    from ccwatch.commands.config import config

    return config(options)


def _doctor(options: argparse.Namespace) -> int:
    from ccwatch.commands.doctor import examine, examine_desktop

    return examine_desktop() if options.desktop_only else examine(as_json=options.json)


def _integrate(options: argparse.Namespace) -> int:
    from ccwatch.commands.integrate import integrate

    return integrate(remove=options.remove)


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
        case RunningProgramFault():
            return Exit.NO_ANSWER
    return Exit.FAULT


def _reported(what: object, code: int) -> int:
    complain(what)
    return code
