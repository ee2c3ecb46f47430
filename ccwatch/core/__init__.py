"""What ccwatch knows and decides: values in, values out, no input or output."""
