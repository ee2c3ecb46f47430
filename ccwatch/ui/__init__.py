"""What is seen: shows, and says what the user wants; decides nothing."""
