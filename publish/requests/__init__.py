"""What holds for every request, whoever answers it: methods, limits, headers, where the site is."""
