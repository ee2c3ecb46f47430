"""A minimal program with a tray icon and a window: the baseline for ccwatch's package."""

import sys

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSystemTrayIcon, QTableView

application = QApplication(sys.argv)
application.setQuitOnLastWindowClosed(False)
picture = QPixmap(22, 22)
picture.fill(QColor("#2463D6"))
window = QMainWindow()
window.setCentralWidget(QTableView())
tray = QSystemTrayIcon(QIcon(picture))
menu = QMenu()
menu.addAction("Quit", application.quit)
tray.setContextMenu(menu)
tray.show()
sys.exit(application.exec())
