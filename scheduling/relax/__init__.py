"""
What a training year costs at least, and what a day of each scarce thing is worth.

The relaxation puts a price on every day of every resource, standby group, crew and cap instead of
limiting it. What is left falls into trees of events (series and precedences), each solved exactly; their
cheapest costs, less what the limits are worth at these prices, are a lower bound for any prices. Raising
the bound by better prices also tells where the year is scarce.
"""
