"""Barcodes read with the camera: Chromium plays a video as what its camera sees. What stands in the way is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from tests.browser.app import WebApp
from tests.browser.conftest import FLAGS, PATIENCE, WHOLE_BROWSERS, browser_path
from tests.browser.pages.watching import Watch
from tests.browser.shop.barcode_video import barcode_picture, write_video
from tests.browser.shop.keeping import PHONE, keep

#: A barcode of the demo's shelf, as it is printed: Kind Of Blue on CD.
CODE = "074646493526"


@pytest.fixture(scope="module")
def camera_browser(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees the barcode, and nothing else."""
    video = write_video(CODE, tmp_path_factory.mktemp("camera") / "barcode.mjpeg")
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={video}"]
    opened = driver.chromium.launch(executable_path=browser_path(WHOLE_BROWSERS), args=[*FLAGS, *camera])
    yield opened
    opened.close()


@pytest.fixture
def phone(camera_browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page on a phone; it may not use the camera unless a test permits it."""
    context = camera_browser.new_context(locale="en-GB", **PHONE)
    context.set_default_timeout(PATIENCE)
    watch.attach(context)
    yield context.new_page()
    context.close()


def read_with_camera(page: Page) -> None:
    page.get_by_role("button", name="Read a barcode").click()
    expect(page.locator("[data-verdict=owned]")).to_contain_text("Known by its barcode")
    assert page.get_by_role("searchbox").input_value().lstrip("0") == CODE.lstrip("0")
    expect(page.locator("#camera")).to_be_hidden()


def test_a_barcode_is_read_from_the_camera(phone: Page, demo_app: WebApp, watch: Watch):
    """Also without a network, once the reader was used with one. It runs in a worker: the page runs no WebAssembly."""
    phone.context.grant_permissions(["camera"])
    loaded: list[str] = []
    phone.context.on(
        "request", lambda request: loaded.append(request.url.rpartition("/")[2].partition("?")[0])
    )
    keep(phone, demo_app)
    assert not {"reader.js", "barcode-detector.js", "zxing_reader.wasm"}.intersection(loaded)
    read_with_camera(phone)
    assert "reader.js" in loaded
    watch.is_offline = True
    phone.context.set_offline(True)
    phone.goto(f"{demo_app.url}/own")
    read_with_camera(phone)
    expect(phone.locator("#answer")).to_contain_text("Answered from what this browser keeps")


def test_without_a_camera_a_photo_serves(
    phone: Page, demo_app: WebApp, tmp_path_factory: pytest.TempPathFactory
):
    """Whoever refuses the camera, or has no https, reads why, and what to do instead."""
    photo = tmp_path_factory.mktemp("photo") / "barcode.png"
    barcode_picture(CODE).save(photo)
    phone.goto(f"{demo_app.url}/own")
    camera = phone.get_by_role("region", name="Barcode")
    phone.get_by_role("button", name="Read a barcode").click()
    expect(camera).to_contain_text("does not let this page use the camera")
    phone.get_by_label("Take a photo").set_input_files(photo)
    expect(phone.locator("[data-verdict=owned]")).to_contain_text("Known by its barcode")
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    phone.reload()
    phone.get_by_role("button", name="Read a barcode").click()
    expect(camera).to_contain_text("by https only")
    camera.get_by_role("button", name="Close").click()
    expect(camera).to_be_hidden()
