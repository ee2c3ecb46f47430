"""The network: the services, one bounded call, the sign-in.

Whoever loads requests, MSAL or keyring comes through here, and their logs are held first.
"""

import ccwatch.log  # noqa: F401
