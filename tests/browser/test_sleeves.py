"""Words stay within a drawn sleeve, in every script that the browser under test has letters of.

The boxes of the same sleeves were measured by hand in Noto Sans, which has Thai, Tamil, Malayalam and others, too.
"""

from __future__ import annotations

from playwright.sync_api import Page

from linernotes.web.rendering.sleeves import sleeve_svg
from linernotes.web.rendering.sleeves.words import MARGIN, SIDE

#: (title, artist) of records as Discogs has them, and worse.
RECORDS = (
    ("أغاني من القاهرة والإسكندرية", "أم كلثوم"),
    ("ليالي الأنس في فيينا (تسجيل حي ١٩٤٤)", "محمد عبد الوهاب وأسمهان"),
    ("سسسسسسسسسسسسسسسسسسسسسسسسسسسسسسسسسسس", "ضضضضضضضضضضضضضضضضضضضضضضضضضض"),
    ("تحت السماء Under The Sky", "Various"),
    ("שירים ראשונים", "אריק איינשטיין"),
    ("Щёголь широкоплечий, южный фимиам", "Жёлтые ящерицы и Машина Времени"),
    ("Ελληνικά τραγούδια της ξενιτιάς", "Μαρία Φαραντούρη"),
    ("ქართული ხალხური სიმღერები", "ანსამბლი რუსთავი"),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Die Ärzte"),
    ("W" * 80, "M" * 80),
    ("Nguyễn Ánh Tuyết hát những bài ca không quên", "Phượng Hoàng"),
    ("Œuvres complètes pour clavecin, ŒŒŒŒ ÆÆÆÆ", "æææææææææææææææææææ"),
)

OUTSIDE = """([side, margin]) => [...document.querySelectorAll("text")].filter(one => {
    const box = one.getBBox();
    return box.x < margin - 2 || box.x + box.width > side - margin + 3 || box.y < 0 || box.y + box.height > side;
}).map(one => one.textContent)"""


def test_words_stay_within_the_sleeve(page: Page) -> None:
    page.set_content("".join(sleeve_svg(number, *record) for number, record in enumerate(RECORDS)))
    assert page.locator("text").count() > 3 * len(RECORDS)
    assert page.evaluate(OUTSIDE, [SIDE, MARGIN]) == []
