"""The network: the services, one bounded call, the sign-in."""
