"""Runs the tests, measures, and draws the screenshots."""

import os
import pathlib
import statistics
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

from member import ROOT, Member, Server
from tests import EMERGENCY, EXOSOMES, NOT_HELD, cases

SHOTS = ROOT / "docs/preview"
LARGEST = 150_000
REPEATS = 20


def run_tests(browser, server, wanted):
    failed = 0
    for name, run in cases(browser, server):
        if not any(part in name for part in wanted or [""]):
            continue
        try:
            start = time.monotonic()
            run()
            print(f"ok      {name} ({time.monotonic() - start:.1f} s)", flush=True)
        except Exception as error:  # a test may fail in any way
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {str(error)[:3000]}")
            own = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
            print("".join(traceback.format_list(own)), flush=True)
    return failed


def measure(browser, server):
    """How soon there is a page, and a reply on it: medians of several, in milliseconds."""
    paints, replies, suggests = [], [], []
    for _ in range(5):
        with Member(browser, server, motion="no-preference") as member:
            paints.append(member.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            for question in (EXOSOMES, NOT_HELD, EMERGENCY, "What are exosomes?") * (REPEATS // 5):
                member.asks(question)
            replies += member.page.evaluate("performance.getEntriesByName('reply').map((one) => one.duration)")
            member.page.type("#words", "stem cell", delay=80)
            suggests += member.page.evaluate("""performance.getEntriesByType('resource')
                .filter((one) => one.name.endsWith('/interactions')).slice(-8).map((one) => one.duration)""")
    for name, times in (("first paint", paints), ("a reply drawn", replies), ("suggestions fetched", suggests)):
        print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms of {len(times)}")


def whole_card(member):
    member.asks(EXOSOMES)
    member.presses("Whole card")
    member.replies.first.evaluate("one => one.remove()")


SCENES = {
    "ask": lambda member: member.asks(EXOSOMES),
    "nothing-held": lambda member: member.asks(NOT_HELD),
    "emergency": lambda member: member.asks(EMERGENCY),
    "map": lambda member: member.types("map"),
    "whole-card": whole_card,
}


def screenshots(browser, server):
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scene, act in SCENES.items():
        for place, width in (("phone", 390), ("desktop", 1000)):
            for scheme in ("light", "dark"):
                with Member(browser, server, size=(width, 844), scheme=scheme) as member:
                    act(member)
                    height = member.page.evaluate("""() => { document.querySelector('#welcome').remove();
                        const log = document.querySelector('#log');
                        return innerHeight - log.clientHeight + [...log.children].reduce((sum, one) => sum + one.offsetHeight, 40); }""")
                    member.page.set_viewport_size({"width": width, "height": max(620, min(int(height), 2400))})
                    member.page.evaluate("document.querySelector('#log').scrollTo(0, 0); document.activeElement.blur()")
                    save(member.page, SHOTS / f"{scene}-{place}-{scheme}.png")
    with Member(browser, server, size=(1440, 900)) as member:
        member.page.click("#cards-toggle")
        member.page.fill("#find-card", "cell-free")
        member.page.locator("#cards li:not([hidden]) button").first.click()
        member.page.locator("#cards .members .embed").nth(1).wait_for()
        save(member.page, SHOTS / "cards-desktop-light.png")


def save(page, path):
    """A picture with few colors: flat grounds and letters need no more."""
    from PIL import Image
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    assert path.stat().st_size < LARGEST, f"{path} has {path.stat().st_size} bytes"


def main():
    wanted = [one for one in sys.argv[1:] if not one.startswith("--")]
    with sync_playwright() as playwright, Server() as server:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=["--no-sandbox"])
        only = [one for one in sys.argv if one.startswith("--only-")]
        failed = 0 if only else run_tests(browser, server, wanted)
        if "--only-times" in only or not (wanted or only):
            measure(browser, server)
        if any("screenshots" in one for one in sys.argv):
            screenshots(browser, server)
        browser.close()
    print(f"{failed} failed" if failed else "all held")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
