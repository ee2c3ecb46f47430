"""Prints what Orca says in the list of jobs: `python -m tests.desktops.orca FOLDER`.

On XFCE, with Debian's orca, and a synthesizer that does nothing. The list is sorted by name, so
that it stays as it is.
"""

import json
import re
import sys
import time
from pathlib import Path

from tests.desktops.processes import until
from tests.desktops.session import OWN
from tests.desktops.x11 import X11Session

KEYS = ("Down", "Down", "Up", "End", "Home", "Tab", "Tab")
_SAID = re.compile(r"SPEECH OUTPUT: '(.*?)' ?\{")
_PATIENCE = 2.5
_SPEECH = {
    "speechd.conf": """AddModule "silence" "sd_generic" "silence.conf"
DefaultModule "silence"
""",
    "modules/silence.conf": """GenericExecuteSynth "true"
GenericLanguage "en" "en" "utf-8"
AddVoice "en" "MALE1" "en"
""",
}


def main(folder: Path) -> None:
    """Press the keys, and print each with what Orca says then."""
    folder.mkdir(parents=True)
    said = folder / "orca.txt"
    with X11Session(folder, "xfce") as session:
        for name, content in _SPEECH.items():
            file = folder / "home" / ".config" / "speech-dispatcher" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        session.want_screen_reader()
        session.start_panel()
        session.start(
            "orca", "--replace", f"--debug-file={said}", "--enable=speech", "--disable=braille"
        )
        until(lambda: said.exists() and _SAID.search(said.read_text("utf-8")), "Orca")
        state = folder / "ccwatch" / "demo" / "window.state"
        state.parent.mkdir(mode=0o700, parents=True)
        state.write_text(json.dumps({"version": 1, "sort": "name"}))
        session.start_program()
        until(lambda: session.window(OWN), "the window")
        session.focus(OWN)
        heard = len(_SAID.findall(said.read_text("utf-8")))
        for key in ("", *KEYS):
            if key:
                session.press(key)
            time.sleep(_PATIENCE)
            texts = _SAID.findall(said.read_text("utf-8"))
            print(f"{key or 'at first'}: {' '.join(texts[heard:])}")
            heard = len(texts)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
