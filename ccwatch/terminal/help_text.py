"""The text of --help beyond the arguments themselves."""

USAGE = """\
ccwatch [--hidden] [--demo] [LINK]
       ccwatch COMMAND …"""
ABOUT = """\
Watches cloud reconstruction jobs. Without a command it starts the program in the system tray, or
brings the window of the running program forward. With a LINK (ccwatch://job/ID, or the URL of a
job) the window asks whether to watch that job."""
EXAMPLES = """\
examples:
  ccwatch --demo                      try it: no account, no network
  ccwatch add 5b1a…c7                 watch one more job
  ccwatch watch 5b1a…c7 && next-step  wait for a job, then continue
  ccwatch list --json                 the watched jobs, for a script
  ccwatch config set client_id ID     set the application to sign in with

JOB is an ID (up to 128 letters, digits, - and _), or a link that contains one."""
WATCH = """\
Follow jobs in the terminal until all have ended. On a terminal it shows a live table, into a pipe
it prints one line for each change. It needs a sign-in: that of the program or of
"ccwatch sign-in", or CCWATCH_ACCESS_TOKEN; on a terminal it asks for one. With --mine it follows
your own jobs of all services, and new ones as you submit them with any program: until
interrupted, or with --until-idle until none is left."""
WATCH_MORE = """\
exit codes (the first that applies):
    2  the command line is wrong, or an environment variable cannot be used
    3  a sign-in is needed
    5  the time was up before all jobs had ended
    1  a job failed or was cancelled
    6  the service refused a job at the first request, for good: wrong URL, or no access
    7  a job ended, but its outcome could not be read
    4  a job is not available: not found, or no longer kept
    0  all jobs succeeded
  (70  ccwatch itself could not continue; 130 interrupted)

--json prints one object per line: time, job, event, percentage, state, step, message. event is one
of progress, started, step, finished, failed, cancelled, stalled, unavailable, sign-in,
unreachable, back, limited; with --mine also appeared. Unknown values are null; job is null where
an event concerns the service. unavailable is also used when a job ended but its outcome could not
be read; message then gives the reason.

examples:
  ccwatch watch 5b1a…c7 && next-step
  ccwatch watch 5b1a…c7 9f0e…12 --json --timeout 86400 | tee progress.ndjson
  ccwatch watch --mine --until-idle && next-step"""
LIST_MORE = """\
On a terminal it prints a table; into a pipe ID, state, percentage, step and name, separated by
tabs. --mine asks the services for your own jobs: those that have not ended, and those that ended
in the last 30 days, whether ccwatch watches them or not. Its exit code is 1 if a service did not
answer, or not with all of its list.

--json prints an array of objects: job, name, service, watch (whether ccwatch still checks it:
false once it has ended), state, percentage, step, added, checked, next_check, outcome (succeeded,
failed, cancelled, unavailable, or unreadable: ended, but the outcome could not be read). Times are
UTC; unknown values are null."""
CANCEL = """\
Have the service cancel a job. What it has produced is lost, and this cannot be undone. It needs the
setting allow_cancel, --yes, and a sign-in: that of the program or of "ccwatch sign-in", or
CCWATCH_ACCESS_TOKEN."""
CANCEL_MORE = """\
exit codes:
    0  the service is cancelling the job, which may take some minutes
    1  the service could not be reached, or wants ccwatch to wait: nothing was cancelled
    2  the command line is wrong, --yes is missing, or allow_cancel is off
    3  a sign-in is needed
    4  no service has the job
    6  the service refused, or the job has ended or is ending
    7  it is not known whether the service got the request
  (70  ccwatch itself could not continue; 130 interrupted)

The request is sent once and never repeated. After 7, "ccwatch watch JOB" shows what came of it.

examples:
  ccwatch config set allow_cancel true
  ccwatch cancel 5b1a…c7 --yes"""
STATUS_MORE = """\
exit codes:
    0  the program answered, or none is running
    8  a program is running but does not answer, or is another version: restart it
  (70  ccwatch itself could not continue)

--json prints one object: running, answering, version, signed_in, account, sign_in (browser, token
or none), sign_in_kept, unreachable_since, unreachable_code, paused_until, jobs (how many are in
each state), watched, needs_attention, requests_this_hour, requests_per_hour, lines (the same for a
person). Times are UTC. Unknown values are null: most of them, when no program answers."""
CONFIG_MORE = """\
"ccwatch config list" names all keys. An environment variable overrides the file, and the file
overrides an administrator's presets. Values with spaces need no quotes; an empty one is "".

examples:
  ccwatch config set client_id native-0a1B2c3D
  ccwatch config set redirect_ports 47631, 47632
  ccwatch config unset proxy"""
