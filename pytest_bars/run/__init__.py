"""Executes one compiled test; knows neither pytest nor reports."""
