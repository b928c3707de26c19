"""The picture of a year as a file to share."""

from __future__ import annotations

from pathlib import Path

from linernotes.errors import UsageError
from linernotes.files import replace_file
from linernotes.insights.year.models import YearAnswer
from linernotes.web.rendering.year_picture import year_picture


def write_year_picture(year: YearAnswer, file: Path) -> int:
    """Write the picture and return its bytes. A file of that name is replaced.

    :raises UsageError: the file cannot be written.
    """
    content = year_picture(year).encode()
    try:
        replace_file(file, content, mode=0o666)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}. Name another file") from error
    return len(content)
