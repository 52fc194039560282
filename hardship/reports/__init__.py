"""Figures of relief: ledgers over years, relief by kind, body and year."""
