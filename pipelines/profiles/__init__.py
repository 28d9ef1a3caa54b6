"""What is learned of a newspaper's pages: lines that stand on many of them, where what varies stands, their habits."""
