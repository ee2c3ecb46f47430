"""The vendor's own definitions of its services, and replies that are generated from them.

The definitions are not part of the project. They are looked for in the folder that VENDOR_OPENAPI
names, else in shared/openapi beside the project. Without them the tests are skipped.
"""
