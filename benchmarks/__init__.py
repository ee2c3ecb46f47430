"""Measurements that take longer than tests; each is a separate command."""
