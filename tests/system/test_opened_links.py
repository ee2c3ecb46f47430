"""Links that macOS passes as events; Qt sends the same event on every system."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ccwatch.system.opened_links import OpenedLinks

ONE, TWO = "ccwatch://job/one", "ccwatch://job/two"


def open_link(application: QCoreApplication, link: str) -> None:
    QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl(link)))


def test_a_link_is_heard_and_one_that_came_early_too(qapp: QApplication) -> None:
    links = OpenedLinks(qapp)
    open_link(qapp, ONE)
    heard: list[str] = []
    links.listen(heard.append)
    assert heard == [ONE]
    open_link(qapp, TWO)
    assert heard == [ONE, TWO]
    qapp.removeEventFilter(links)
