"""The proof that external text never has any effect but being read."""
