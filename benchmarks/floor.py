"""The floor: a minimal PySide6 tray program on asyncio, as a baseline for measurements.

One icon with a menu, one window with an empty table, qasync's event loop, and nothing else. `python
benchmarks/floor.py [--hidden]`
"""

import asyncio
import sys

import qasync
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSystemTrayIcon, QTableView


def main() -> None:
    """Run until Quit."""
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    picture = QPixmap(22, 22)
    picture.fill(QColor("#33aa77"))
    window = QMainWindow()
    window.setWindowTitle("floor")
    window.resize(800, 500)
    table = QTableView()
    table.setModel(QStringListModel())
    window.setCentralWidget(table)
    tray, menu = QSystemTrayIcon(QIcon(picture)), QMenu()
    menu.addAction("Quit", application.quit)
    tray.setContextMenu(menu)
    tray.show()
    if "--hidden" not in sys.argv:
        window.show()
    ended = asyncio.Event()
    application.aboutToQuit.connect(ended.set)
    with qasync.QSelectorEventLoop(application) as loop:
        loop.run_until_complete(ended.wait())


if __name__ == "__main__":
    main()
