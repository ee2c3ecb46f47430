"""The domain logic: values in, values out, no input or output."""
