"""The page shown on first start: what to register, the client ID field, and the demo."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.environments import ENVIRONMENTS
from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import mark, tr
from ccwatch.core.settings import Settings, about, with_value
from ccwatch.ui.style.copy_field import CopyField
from ccwatch.ui.style.layout_bands import FoldingBand
from ccwatch.ui.style.scroll_page import ScrollPage
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.tooltips import set_tooltip
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_WIDTH = 600
_SHOWN_LETTERS = 20  # of an environment's name, minimum
_INTRODUCTION = mark(
    "ccwatch watches your reconstruction jobs from the tray. It signs in through an "
    "application that your organisation registers once. If you already have its client "
    "ID, skip to step 2."
)
_REGISTER = mark(
    "On the vendor’s developer portal, register a new application of the type “Native” "
    "(also called “Desktop / Mobile”) with this scope and all of these redirect URIs, "
    "exactly as shown:"
)
_MISSING = mark("The client ID is missing. The developer portal shows it after registering.")
_MANAGED = mark("Set by your administrator.")


class WelcomePage(ScrollPage):
    """A page shown in place of the job list.

    sign_in_wanted(client ID, sign-in address, service address, whether to follow the user's jobs);
    demo_wanted(), skip_wanted(), portal_wanted(): open the developer portal. `managed` are the
    names of settings that cannot be changed here.
    """

    sign_in_wanted = Signal(str, str, str, bool)
    demo_wanted = Signal()
    skip_wanted = Signal()
    portal_wanted = Signal()

    def __init__(
        self, settings: Settings, addresses: Sequence[str], managed: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._settings = settings
        self._client_id = QLineEdit(settings.client_id)
        self._client_id.setAccessibleName(tr("Client ID"))
        self._client_id.setPlaceholderText("native-0a1B2c3D…")
        self._client_id.returnPressed.connect(self._sign_in)
        self._complaint = _words("", role="failed")
        self._complaint.hide()
        self._client_id.textChanged.connect(self._complaint.hide)
        self._environment = self._environments(managed)
        self._follow = QCheckBox(tr(about("follow_my_jobs").label))
        self._follow.setChecked(True)
        self._scopes = [
            CopyField(scope, tr("scope {scope}", scope=scope))
            for scope in [*settings.scopes.split()]
        ]
        self._addresses = [
            CopyField(text, tr("redirect URI {address}", address=text)) for text in addresses
        ]
        self.setWidget(self._page())
        self.setFocusProxy(self._client_id)

    def _page(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(_words(tr("Welcome to ccwatch"), size=22, bold=True))
        column.addWidget(_words(tr(_INTRODUCTION)))
        portal = _button(tr("Open the developer portal"), self.portal_wanted)
        portal.setObjectName("link")
        column.addSpacing(12)
        column.addWidget(_words(tr("1  Register an application"), size=15, bold=True))
        column.addWidget(_words(tr(_REGISTER)))
        column.addWidget(portal, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(_words(tr("Scope"), role="secondary", size=12))
        for field in self._scopes:
            column.addWidget(field)
        column.addWidget(_words(tr("Redirect URIs"), role="secondary", size=12))
        for field in self._addresses:
            column.addWidget(field)
        column.addSpacing(12)
        column.addWidget(_words(tr("2  Sign in"), size=15, bold=True))
        for name, control in (
            (tr("Client ID of that application"), self._client_id),
            (tr("Environment"), self._environment),
        ):
            label = _words(name, role="secondary", size=12)
            label.setBuddy(control)
            column.addWidget(label)
            column.addWidget(control)
            if control is self._client_id:
                column.addWidget(self._complaint)
            if not control.isEnabled():
                column.addWidget(_words(tr(_MANAGED), role="secondary", size=12))
        column.addSpacing(8)
        column.addWidget(self._follow)
        column.addWidget(_words(tr(about("follow_my_jobs").help), role="secondary", size=12))
        column.addSpacing(8)
        column.addWidget(self._buttons())
        column.addStretch()
        return _centred(column)

    def _buttons(self) -> FoldingBand:
        sign_in = _button(tr("Sign in"), self._sign_in)
        sign_in.setProperty("primary", True)
        row = FoldingBand("", 0, 0)
        row.first.addWidget(sign_in)
        row.first.addWidget(_button(tr("Try the demo"), self.demo_wanted))
        row.first.addStretch()
        row.second.addWidget(_button(tr("Not now"), self.skip_wanted))
        return row

    def _environments(self, managed: Collection[str]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(tr("Environment"))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_SHOWN_LETTERS)
        chosen = (self._settings.authority, self._settings.api_url)
        for environment in ENVIRONMENTS:
            addresses = (environment.authority, environment.api_url)
            combo.addItem(tr(environment.name), addresses)
            if addresses == chosen:
                combo.setCurrentIndex(combo.count() - 1)
        if chosen not in [combo.itemData(row) for row in range(combo.count())]:
            combo.addItem(tr("Custom: {address}", address=self._settings.authority), chosen)
            combo.setCurrentIndex(combo.count() - 1)
        set_tooltip(combo, combo.currentText())
        combo.currentTextChanged.connect(lambda text: set_tooltip(combo, text))
        combo.setEnabled(not {"authority", "api_url"} & set(managed))
        return combo

    def _sign_in(self) -> None:
        client_id = self._client_id.text().strip()
        authority, api_url = self._environment.currentData()
        try:
            with_value(self._settings, "client_id", client_id)
        except SettingRefused as error:
            self._complain(error.message)
        else:
            if client_id:
                self.sign_in_wanted.emit(client_id, authority, api_url, self._follow.isChecked())
            else:
                self._complain(tr(_MISSING))

    def _complain(self, words: str) -> None:
        self._complaint.setText(words)
        self._complaint.show()
        self._client_id.setFocus()


class _Column(QWidget, FollowsFont):
    """A column of a readable line length."""

    def __init__(self) -> None:
        super().__init__()
        self.fit_font()

    def fit_font(self) -> None:
        self.setMaximumWidth(scaled(_WIDTH))


def _centred(column: QVBoxLayout) -> QWidget:
    """Centre the column on the page, at a readable line length."""
    middle = _Column()
    middle.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(24, 28, 24, 24)
    row.addStretch()
    row.addWidget(middle, 100)
    row.addStretch()
    return page


def _words(text: str, *, size: int = 13, bold: bool = False, role: str = "") -> TextLabel:
    return TextLabel(text, font(size, bold=bold), role=role)


def _button(text: str, pressed: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(pressed)
    return button
