"""The network: the services, HTTP requests, and the sign-in.

Every import of requests, MSAL or keyring goes through here, so their logs are filtered first.
"""

import ccwatch.log  # noqa: F401
