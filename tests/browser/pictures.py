"""Draws the pictures in docs/preview."""

import datetime

from PIL import Image

from member import ADVERT, EMERGENCY, EXOSOMES, NOT_HELD, ROOT, Member
from looks import open_card

FOLDER = ROOT / "docs/preview"
WIDTHS = {"phone": 390, "desktop": 1000}
LOWEST, HIGHEST = 620, 3000
LARGEST_FILE = 170_000
# The clock on the pictures stands still, so that drawing them again changes nothing.
NOON = datetime.datetime(2026, 1, 1, 12, 0)


def whole_card(member):
    member.asks(EXOSOMES)
    member.presses("Whole card")
    member.replies.first.evaluate("one => one.remove()")


REPLIES = {
    "ask": lambda member: member.asks(EXOSOMES),
    "nothing-held": lambda member: member.asks(NOT_HELD),
    "emergency": lambda member: member.asks(EMERGENCY),
    "map": lambda member: member.types("map"),
    "whole-card": whole_card,
    "claim": lambda member: member.types("claim", text=ADVERT),
}


def draw(browser, server):
    """Every reply on a phone and a desk, light and dark, and a card beside its file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, act in REPLIES.items():
        for place, width in WIDTHS.items():
            for scheme in ("light", "dark"):
                with Member(browser, server, size=(width, 844), scheme=scheme) as member:
                    member.page.clock.set_fixed_time(NOON)
                    act(member)
                    show_all(member, width)
                    save(member.page, FOLDER / f"{name}-{place}-{scheme}.png")
    for name, size, scheme in (("cards-desktop-light", (1440, 900), "light"), ("cards-phone-dark", (390, 844), "dark")):
        with Member(browser, server, size=size, scheme=scheme) as member:
            member.page.click("#cards-toggle")
            open_card(member, "cell-free")
            save(member.page, FOLDER / f"{name}.png")


def show_all(member, width):
    """Makes the window as high as what was said."""
    height = member.page.evaluate("""() => { document.querySelector('#welcome').remove();
        const log = document.querySelector('#log');
        return innerHeight - log.clientHeight + [...log.children].reduce((sum, one) => sum + one.offsetHeight, 40); }""")
    member.page.set_viewport_size({"width": width, "height": max(LOWEST, min(int(height), HIGHEST))})
    member.page.evaluate("document.querySelector('#log').scrollTo(0, 0); document.activeElement.blur()")


def save(page, path):
    """A picture with few colors: flat grounds and letters need no more."""
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE, kmeans=1)
    small.save(path, optimize=True)
    assert path.stat().st_size < LARGEST_FILE, f"{path} has {path.stat().st_size} bytes"
