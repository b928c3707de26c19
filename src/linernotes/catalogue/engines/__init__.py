"""Derivations over Parquet files outside a build: by DuckDB on one machine, or by Apache Spark on many."""
