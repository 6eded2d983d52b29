"""Logs as others write them: XES, OCEL 2.0 and tables. No file is trusted."""
