"""The network: the services, one bounded call, the sign-in.

Every import of requests, MSAL or keyring passes here, so their logs are filtered first.
"""

import ccwatch.log  # noqa: F401
