"""A member at the page: what they do, and what they see."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
AXE = pathlib.Path(os.environ["AXE"]).read_text()
DESK, PHONE = (1280, 900), (360, 780)
# What members ask, and what a seller says.
EXOSOMES = "Is an exosome a stem cell?"
NOT_HELD = "Does it help with stuttering in parrots?"
EMERGENCY = "I cannot breathe since the injection"
ADVERT = "Our stem cells cure arthritis for good, with a 98% success rate. Book now, only 3 places left!"
# What WCAG 2.2 asks for at A and AA, and what axe counts as good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Server:
    """The real program, with a copy of the knowledge that tests may break."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.knowledge = self.folder / "knowledge"
        shutil.copytree(ROOT / "knowledge", self.knowledge)
        command = [os.environ["CAVEAT"], "preview", "--listen", "127.0.0.1:0",
                   "--knowledge", self.knowledge, "--index", self.folder / "index"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.base = self.process.stdout.readline().split()[4]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Member:
    """Somebody with the page open in a fresh browser."""

    def __init__(self, browser, server, size=DESK, scheme="light", motion="reduce"):
        self.server = server
        width, height = size
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme,
                                           reduced_motion=motion, has_touch=size == PHONE)
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.errors, self.elsewhere = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("request", lambda asked: self.note(asked.url))
        self.page.goto(server.base)
        self.page.wait_for_selector("body[data-ready]")

    def note(self, url):
        if not url.startswith((self.server.base, "blob:" + self.server.base, "data:")):
            self.elsewhere.append(url)

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        if not failed:
            assert not self.errors, self.errors
            assert not self.elsewhere, f"the page asked elsewhere: {self.elsewhere}"
        self.context.close()

    @property
    def replies(self):
        return self.page.locator("#log article.bot")

    @property
    def last(self):
        return self.replies.last

    def waits(self, count):
        """Waits until so many replies are there; the last of them."""
        self.page.wait_for_function("n => document.querySelectorAll('#log article.bot').length === n", arg=count)
        return self.last

    def asks(self, question):
        count = self.replies.count()
        self.page.fill("#words", question)
        self.page.press("#words", "Enter")
        return self.waits(count + 1)

    def types(self, command, **options):
        """Fills in a slash command, and sends it."""
        count = self.replies.count()
        self.page.focus("#words")
        self.page.keyboard.type(f"/{command}")
        self.page.keyboard.press("Enter")
        for name, value in options.items():
            box = self.page.get_by_label(name, exact=True)
            box.check() if value is True else box.fill(value)
        self.page.click("#send")
        return self.waits(count + 1)

    def presses(self, label):
        count = self.replies.count()
        self.last.get_by_role("button", name=label, exact=True).click()
        return self.waits(count + 1)

    def picks(self, menu, entry):
        count = self.replies.count()
        self.last.get_by_role("button", name=menu).click()
        self.page.get_by_role("option").nth(entry).click()
        return self.waits(count + 1)

    def picks_on_message(self, entry, message):
        """Picks an entry of the menu on what was written."""
        count = self.replies.count()
        self.page.get_by_role("button", name="More on this message").nth(message).click()
        self.page.get_by_role("option", name=entry).click()
        return self.waits(count + 1)

    def suggestions(self):
        self.page.wait_for_selector("#popup [role=option]")
        return self.page.locator("#popup [role=option] .name").all_inner_texts()

    def fits(self):
        """Nothing is wider than the screen."""
        wide = self.page.evaluate("""() => [...document.querySelectorAll('body *')].filter((one) =>
            !one.closest('.hidden, .skip, dialog, pre') && one.getClientRects().length > 0
            && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))""")
        assert not wide, wide
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def is_accessible(self, where):
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES)
        told = [(one["id"], one["help"], [node["html"][:160] + " " + node["failureSummary"][:300] for node in one["nodes"]][:3])
                for one in found["violations"]]
        assert not told, f"{where}: {json.dumps(told, indent=1)}"
