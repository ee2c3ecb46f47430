"""The program's languages, loaded from Qt Linguist files."""

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from ccwatch.core.language import NAMES, Language, speak
from ccwatch.resource_files import resource_path

REMEMBERED = 4096
_CONTEXT = ""  # one for all texts: a text means the same everywhere


def speak_language(application: QCoreApplication, chosen: str) -> str:
    """Switch to this language; "system" picks the first of the user's languages that is available.

    Return the name of the language chosen.
    """
    name = chosen if chosen in NAMES else _of_the_system()
    # A system locale in the same language keeps its country's formats; C counts as English.
    system = QLocale.system()
    of_none = name == "en" and system.language() is QLocale.Language.C
    mine = of_none or system.language() is QLocale(name).language()
    locale = system if mine else QLocale(name)
    QLocale.setDefault(locale)
    if QLocale(name).textDirection() is Qt.LayoutDirection.RightToLeft:
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
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
    # The same texts are looked up repeatedly, for thousands of rows at once.
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
    # Qt returns an untranslated text unchanged, with both plural forms.
    return "" if said == text else said
