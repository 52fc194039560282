"""会员指标 at the desk: the figures of docs/rules/members.md, and the lists of unions and units behind them."""
