"""The languages that the program speaks, from the files of Qt Linguist."""

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ccwatch.core.language import NAMES, Language, speak
from ccwatch.resource_files import resource_path

REMEMBERED = 4096
_CONTEXT = ""  # all texts share one: a text means the same wherever it is said


def speak_language(application: QCoreApplication, chosen: str) -> str:
    """Speak the language of this name, for "system" the first of the user's that is known.

    Return the name of the one that is spoken.
    """
    name = chosen if chosen in NAMES else _of_the_system()
    # English of an English-speaking country, with its dates and numbers; C is that of none.
    system = QLocale.system()
    of_none = name == "en" and system.language() is QLocale.Language.C
    mine = of_none or system.language() is QLocale(name).language()
    locale = system if mine else QLocale(name)
    QLocale.setDefault(locale)
    if name == "en":
        speak(Language(decimal=locale.decimalPoint(), group=locale.groupSeparator()))
        return name
    folders = {
        "ccwatch": str(resource_path("translations")),
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    for file, folder in folders.items():
        translator = QTranslator(application)
        if translator.load(f"{file}_{name}", folder):
            application.installTranslator(translator)
    # The same texts are asked for again and again, for some thousand rows at once.
    translate = lru_cache(REMEMBERED)(_translate)
    speak(Language(translate, locale.decimalPoint(), locale.groupSeparator()))
    return name


def _of_the_system() -> str:
    for wanted in map(QLocale, QLocale.system().uiLanguages()):
        for name in NAMES:
            known = QLocale(name)
            # Readers of traditional Chinese prefer English to simplified Chinese.
            if (known.language(), known.script()) == (wanted.language(), wanted.script()):
                return name
    return "en"


def _translate(text: str, comment: str, n: int | None) -> str:
    said = QCoreApplication.translate(_CONTEXT, text, comment or None, -1 if n is None else n)
    # What has no translation comes back as it is, with both of its forms.
    return "" if said == text else said
