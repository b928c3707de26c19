"""The questions on the SQL page have answers on the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from linernotes.insights.questions import Question, read_questions
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.coverage_subjects import DISCOGRAPHY
from linernotes.storage.duckdb.user_query import run_query


def test_there_is_a_dozen_and_each_asks_something():
    questions = read_questions()
    assert len(questions) >= 12
    assert all(question.text.endswith("?") for question in questions)
    assert len({question.text for question in questions}) == len(questions)


def test_what_was_not_read_of_a_discography_is_asked_for_by_its_subject():
    """SQL cannot name the constant by which other readers find these rows."""
    (question,) = (one for one in read_questions() if "coverage" in one.sql)
    assert f"c.subject = concat('{DISCOGRAPHY}', b.artist_id)" in question.sql


@pytest.mark.parametrize("question", read_questions(), ids=lambda question: question.text)
def test_each_question_has_an_answer(question: Question, demo_home: Path):
    """It runs as a user's query runs, and what comes back is worth looking at."""
    build = current_build(demo_home)
    assert build is not None
    result = run_query(build.path, question.sql)
    assert result.rows
    assert not result.truncated
    for number, column in enumerate(result.columns):
        assert any(row[number] is not None for row in result.rows), f"{column} is never known"
