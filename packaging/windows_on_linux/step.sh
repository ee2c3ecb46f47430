#!/bin/sh
# Runs one step of the Makefile beside this file. The output goes to build/windows/log/NAME.txt, whose
# end is shown if it fails; otherwise build/windows/done/NAME marks the step as finished.
#   sh step.sh NAME COMMAND…
set -eu

name=$1 log=build/windows/log/$1.txt began=$(date +%s)
shift
mkdir -p build/windows/log build/windows/done
if "$@" >"$log" 2>&1 </dev/null; then
    touch "build/windows/done/$name"
    echo "windows: $name, $(($(date +%s) - began)) s"
else
    tail -n 40 "$log" >&2
    echo "windows: $name failed after $(($(date +%s) - began)) s; all of its output is in $log" >&2
    exit 1
fi
