"""What words and letters tell: encodings put right, the language, people's and sections' names, titles compared."""
