"""The property list of the macOS app."""

from typing import Any

BUNDLE_ID = "io.github.ccwatch.ccwatch"
LEAST_MACOS = "13.0"


def info_plist(version: str) -> dict[str, Any]:
    """Return the entries of Info.plist.

    The app lives in the menu bar and shows no Dock tile; opened by hand it shows its window like
    any other. Without LSUIElement a start at sign-in would bounce in the Dock.
    """
    return {
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleName": "ccwatch",
        "CFBundleDisplayName": "ccwatch",
        "CFBundleVersion": version,
        "CFBundleShortVersionString": version,
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": f"{BUNDLE_ID}.job",
                "CFBundleURLSchemes": ["ccwatch"],
                "CFBundleTypeRole": "Viewer",
            }
        ],
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": LEAST_MACOS,
        "LSUIElement": True,
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "MIT licence",
    }
