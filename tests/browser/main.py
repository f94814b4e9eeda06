"""Runs the tests, or measures, or draws the pictures."""

import os
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import conversation
import looks
from measures import measure
from member import DESK, PHONE, ROOT, Member, Server
from pictures import draw

NARROW = (320, 640)


def cases(browser, server):
    """Every test with its page, by name."""
    def case(test, **page):
        def run():
            with Member(browser, server, **page) as member:
                test(member)
        return run

    for test in conversation.TESTS + looks.TESTS:
        yield test.__name__, case(test)
    for name, size in (("phone", PHONE), ("desk", DESK), ("narrow", NARROW)):
        yield f"pages_fit {name}", case(looks.pages_fit, size=size)
    for name, size in (("phone", PHONE), ("desk", DESK)):
        for scheme in ("light", "dark"):
            yield f"every_state_is_accessible {name} {scheme}", case(looks.every_state_is_accessible, size=size, scheme=scheme)


def run_tests(browser, server, wanted):
    """Runs the tests whose names hold one of those words, or all; how many fail."""
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
    print(f"{failed} failed" if failed else "all held")
    return failed


def main():
    options = {one for one in sys.argv[1:] if one.startswith("--")}
    wanted = [one for one in sys.argv[1:] if one not in options]
    with sync_playwright() as playwright, Server() as server:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=["--no-sandbox"])
        if "--times" in options:
            measure(browser, server)
        if "--screenshots" in options:
            draw(browser, server)
        failed = 0 if options else run_tests(browser, server, wanted)
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
