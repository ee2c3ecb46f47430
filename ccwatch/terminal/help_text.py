"""The text of --help beyond the arguments themselves."""

ABOUT = """\
Watches cloud reconstruction jobs. Without a command it starts the program in the system tray,
or raises the window of the one that runs."""
EXAMPLES = """\
examples:
  ccwatch --demo                      see it at work: no account, no network
  ccwatch add 5b1a…c7                 watch one more job
  ccwatch watch 5b1a…c7 && next-step  wait for a job, then go on
  ccwatch list --json                 what is watched, for a script
  ccwatch config set client_id ID     the application to sign in with

JOB is an id (letters, digits, - and _, up to 128), or a link that holds one."""
WATCH = """\
Follows jobs without a window until all of them have ended. On a terminal it shows a live table,
into a pipe one line for each change. It needs a sign-in: that of the program or of
"ccwatch sign-in", or CCWATCH_ACCESS_TOKEN; on a terminal it asks for one."""
WATCH_MORE = """\
exit code, the first that holds:
    2  the arguments, or a variable of the environment, cannot be used
    3  a sign-in is needed
    5  the time-out came before the last job's end
    1  a job failed or was cancelled
    6  the service refuses a job for good, from the first query on: a wrong address, no access
    7  a job ended, but the outcome could not be read
    4  a job is not available: not found, or no longer kept
    0  all jobs succeeded
  (70  ccwatch itself could not go on; 130 interrupted)

--json prints an object a line: time, job, event, percentage, state, step, message. event is one of
progress, started, step, finished, failed, cancelled, stalled, unavailable, sign-in, unreachable,
back, limited. What is not known is null; job is null where an event concerns the service.
unavailable also stands for an end whose outcome could not be read: message says so, and why.

examples:
  ccwatch watch 5b1a…c7 && next-step
  ccwatch watch 5b1a…c7 9f0e…12 --json --timeout 86400 | tee course.ndjson"""
LIST_MORE = """\
On a terminal it prints a table, into a pipe: id, state, percentage, step, name, with tabs between.

--json prints an array of objects: job, name, service, watch (whether there is anything left to ask
for: false once it has ended), state, percentage, step, added, checked, next_check, outcome
(succeeded, failed, cancelled, unavailable, or unreadable: ended, but the outcome could not be
read). Times are UTC; what is not known is null."""
STATUS_MORE = """\
exit code:
    0  the program's answer is printed, or that none is running
    8  a program is running, but does not answer, or is another version: restart it
  (70  ccwatch itself could not go on)

--json prints one object: running, answering, version, signed_in, account, sign_in (browser, token
or none), sign_in_kept, unreachable_since, unreachable_code, paused_until, jobs (how many are in
each state), watched, needs_a_look, requests_this_hour, requests_per_hour, lines (the same for a
person). Times are UTC; what is not known, as of a program that does not answer, is null."""
CONFIG_MORE = """\
“ccwatch config list” names all keys. A variable of the environment wins over the file, and the
file over what an administrator preset. Values with blanks need no quotes; an empty one is "".

examples:
  ccwatch config set client_id native-0a1B2c3D
  ccwatch config set redirect_ports 47631, 47632
  ccwatch config unset proxy"""
