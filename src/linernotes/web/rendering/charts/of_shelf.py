"""The charts of the shelf, from what the insights say of it."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from itertools import groupby

from markupsafe import Markup

from linernotes.insights.market.value_line import ValueLine
from linernotes.insights.statistics.days import local_day
from linernotes.insights.statistics.drawings.crossed import Crossed, CrossedRow, cell_address
from linernotes.insights.statistics.drawings.months import NAMES, Month
from linernotes.insights.statistics.drawings.shelf_growth import NO_GENRE, OTHERS, ShelfGrowth
from linernotes.insights.statistics.drawings.year_calendar import YearCalendar
from linernotes.insights.statistics.shelf_lines import part_address
from linernotes.insights.text.plurals import counted
from linernotes.web.rendering.charts.areas import Areas, Layer, areas_chart
from linernotes.web.rendering.charts.calendar import Calendar, CalendarDay, calendar_chart
from linernotes.web.rendering.charts.canvas import Caption
from linernotes.web.rendering.charts.heat_map import Cell, HeatMap, HeatRow, heat_map
from linernotes.web.rendering.charts.line import Line, Point, line_chart
from linernotes.web.rendering.charts.scales import Tick
from linernotes.web.rendering.formatting import day, money

_EMPTY = Markup()


def growth_chart(growth: ShelfGrowth) -> Markup:
    """The shelf month by month as a line. A year ends in a mark with what came in. Nothing for less than two months."""
    if len(growth.months) < 2:
        return _EMPTY
    added = growth.added_by_year
    last = growth.months[-1]
    points = tuple(
        Point(month.number, total)
        if month.month < 12 and month != last
        else Point(
            month.number,
            total,
            f"{month.name}: {counted(total, 'record')}",
            label=f"+{added[month.year]:,}",
            weight=added[month.year],
        )
        for month, total in zip(growth.months, growth.totals, strict=True)
    )
    line = Line(points, _month_ticks(growth.months), lambda height: f"{height:,.0f}")
    return line_chart(Caption("growth", "Records on the shelf, month by month", growth.sentence), line)


def genres_chart(growth: ShelfGrowth) -> Markup:
    """The shelf month by month, parted by genre. Nothing for less than two months, or where no genre is known."""
    if len(growth.months) < 2 or len(growth.genres) < 2:
        return _EMPTY
    layers = tuple(
        Layer(
            one.genre,
            one.totals,
            f"{one.genre}: {one.totals[-1]:,.0f} of {counted(growth.totals[-1], 'record')}",
            one.genre in (OTHERS, NO_GENRE),
        )
        for one in growth.genres
    )
    xs = tuple(float(month.number) for month in growth.months)
    caption = Caption("genres", "Genres of the shelf, month by month", growth.genres_sentence)
    return areas_chart(caption, Areas(xs, layers, _month_ticks(growth.months)))


def decades_chart(crossed: Crossed) -> Markup:
    """A part of the shelf by decade; cells lead to their records. Nothing where there is no cell."""
    rows = tuple(
        HeatRow(
            row.label,
            tuple(
                Cell(count, _said(row, column.label, count), cell_address(crossed.part, row.key, column.key))
                for count, column in zip(row.cells, crossed.columns, strict=True)
            ),
            part_address(crossed.part, row.key),
        )
        for row in crossed.rows
    )
    caption = Caption("decades", f"Records by {crossed.part} and decade", crossed.sentence)
    return _crossed_chart(caption, crossed, rows)


def added_chart(crossed: Crossed) -> Markup:
    """A part of the shelf by when it came in; names lead to their records. Nothing where there is no cell."""
    rows = tuple(
        HeatRow(
            row.label,
            tuple(
                Cell(count, _said(row, column.label, count))
                for count, column in zip(row.cells, crossed.columns, strict=True)
            ),
            part_address(crossed.part, row.key),
        )
        for row in crossed.rows
    )
    caption = Caption(
        "came-in", f"Records by {crossed.part} and the year in which they came in", crossed.sentence
    )
    return _crossed_chart(caption, crossed, rows)


def value_chart(line: ValueLine, zone: tzinfo | None) -> Markup:
    """Past values with their range, each at its date. Nothing for less than two."""
    if len(line.points) < 2:
        return _EMPTY
    points = tuple(
        Point(
            one.loaded_at.timestamp(),
            float(one.median),
            f"{day(one.loaded_at, zone)}: {money(one.median, line.currency)}, between "
            f"{money(one.minimum, line.currency)} and {money(one.maximum, line.currency)}",
            float(one.minimum),
            float(one.maximum),
        )
        for one in line.points
    )
    ticks = tuple(
        Tick(one.loaded_at.timestamp(), f"{local_day(one.loaded_at, zone):%d %b %Y}") for one in line.points
    )
    caption = Caption("value", "What Discogs said of the value, with its range", line.sentence(zone))
    return line_chart(
        caption,
        Line(
            points,
            ticks,
            lambda height: _short_money(height, line),
            from_zero=False,
            names=("minimum", "median", "maximum"),
        ),
    )


def year_chart(shown: YearCalendar) -> Markup:
    """A year of what came in and what was played. Nothing where nothing happened."""
    if shown.year is None:
        return _EMPTY
    days = {one.day: CalendarDay(one.added, one.played > 0, one.sentence) for one in shown.days}
    caption = Caption("calendar", f"What came in and what was played in {shown.year}", shown.sentence)
    return calendar_chart(caption, Calendar(shown.year, days, NAMES, "came in", "played"))


def _crossed_chart(caption: Caption, crossed: Crossed, rows: tuple[HeatRow, ...]) -> Markup:
    if not crossed.most:
        return _EMPTY
    return heat_map(caption, HeatMap(tuple(column.label for column in crossed.columns), rows))


def _said(row: CrossedRow, column: str, count: int) -> str:
    return f"{row.label}, {column}: {counted(count, 'record')}"


def _month_ticks(months: tuple[Month, ...]) -> tuple[Tick, ...]:
    """Each year from its first month, named in its middle; on a shelf of few months the first and the last month.

    A year at either end of which less than half is drawn has no name: there is no room.
    """
    years = tuple(
        Tick(shown[0].number, str(year), (shown[0].number + shown[-1].number) / 2)
        for year, shown in ((year, list(kept)) for year, kept in groupby(months, key=lambda one: one.year))
        if len(shown) > 5
    )
    if len(years) > 1:
        return years
    return tuple(Tick(month.number, f"{month.name[:3]} {month.year}") for month in (months[0], months[-1]))


def _short_money(height: float, line: ValueLine) -> str:
    return money(Decimal(round(height, 2)), line.currency).removesuffix(".00")
