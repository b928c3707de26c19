"""Charts as SVG, drawn on the server: a line, stacked areas, a heat map, a calendar.

Each function is pure: it takes dataclasses and returns Markup. Colours and weights are classes of `shared/charts.css`.
"""
