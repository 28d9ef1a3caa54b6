"""The archive as a data set: Parquet files, what they hold and mean, words over time."""
