#!/bin/bash
# In the Debian: a screen with a window manager and a tray, wine on it, and then the command. All of
# it ends with the command; see enter.sh.
#   bash session.sh COMMAND…
set -euo pipefail

export DISPLAY=:1 WINEPREFIX=/build/prefix WINEDEBUG=${WINEDEBUG:--all}

quietly() { "$@" >>/build/log/session.txt 2>&1 </dev/null; }

ip link set lo up
: >/build/log/session.txt
# Without -noreset it refuses connections for a moment after its last client has left.
quietly Xvfb "$DISPLAY" -screen 0 1280x900x24 -nolisten tcp -noreset &
for ((try = 0; try < 100; try++)); do
    if quietly xdotool getdisplaygeometry; then break; fi
    sleep 0.1
done
quietly xdotool getdisplaygeometry || { tail /build/log/session.txt >&2; exit 1; }
quietly openbox &
quietly trayer --edge bottom --align right --widthtype request --height 32 &
# While one program runs, Windows stays up; else each start of another would take seconds.
quietly wine ping -n 1000000 127.0.0.1 &
quietly wine cmd /c exit 0

status=0
"$@" || status=$?
# Told to end, wine writes the registry.
quietly timeout 30 wineserver --kill || true
quietly timeout 30 wineserver --wait || true
exit "$status"
