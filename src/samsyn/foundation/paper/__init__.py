"""What is set on paper: the typeface, the typesetter, and text that both can show."""
