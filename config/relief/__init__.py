"""帮扶统计 at the desk: the figures of hardship/reports, and the lists behind them."""
