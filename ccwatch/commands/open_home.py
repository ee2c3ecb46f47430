"""The settings in force for a command; problems with them go to standard error."""

from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings
from ccwatch.disk.paths import Paths
from ccwatch.disk.presets import presets_of_this_copy
from ccwatch.disk.settings_in_force import open_home
from ccwatch.system.environment import own_environment
from ccwatch.terminal.output import complain


def opened_settings(paths: Paths, *, strict: bool = True) -> Settings:
    """Open the home and return its settings.

    Raises SettingRefused for an invalid variable: a script sets it on purpose, and its requests
    must not go elsewhere. Without `strict` it only prints the error and ignores the variable.
    """
    found = open_home(paths, presets_of_this_copy(), own_environment())
    said = found.file_faults if strict else (*found.variable_faults, *found.file_faults)
    for complaint in said:
        complain(complaint)
    if strict and found.variable_faults:
        raise SettingRefused(" ".join(found.variable_faults))
    return found.settings
