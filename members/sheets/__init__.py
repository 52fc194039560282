"""The four real-name forms (domain.md B3-B5): what stands on them, and the sheets as PDF and workbook."""
