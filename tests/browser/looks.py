"""How the page looks in each state, and the moderators' cards. Each test has a fresh page."""

from member import ADVERT, EMERGENCY, EXOSOMES, NOT_HELD


def open_card(member, words):
    """Opens the first card that those words find."""
    member.page.fill("#find-card", words)
    member.page.locator("#cards li:not([hidden]) button").first.click()
    # What answers first, and the whole card.
    member.page.locator("#cards .members .embed").nth(1).wait_for()


def dark_and_light_switch(member):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = member.page.evaluate(ground)
    member.page.click("#theme")
    dark = member.page.evaluate(ground)
    assert light != dark
    member.page.emulate_media(color_scheme="dark")
    assert member.page.evaluate(ground) == dark
    member.page.click("#theme")
    assert member.page.evaluate(ground) == light


def a_saved_card_is_drawn_again(member):
    page = member.page
    page.click("#cards-toggle")
    open_card(member, "cell-free")
    assert "[text]" in page.locator("#cards pre.file").inner_text()
    file = member.server.knowledge / "frontier/cell-free-signaling.toml"
    sound = file.read_text()
    try:
        file.write_text(sound.replace("certainty", "certainly", 1))
        page.locator("#cards .diagnostic.error").first.wait_for()
        told = page.locator("#cards .diagnostic").all_inner_texts()
        assert any("certainly" in one for one in told), told
        assert page.locator("#cards .line-of-file.error").count() > 0
        assert page.locator("#cards .members .embed").count() == 0
        member.is_accessible("a broken card")
        page.click("#theme")
        member.is_accessible("a broken card in the dark")
        assert member.asks(EXOSOMES).locator(".field.caveat").count() == 1, "members still get the sound one"
        file.write_text(sound.replace("Cell-free signaling", "Cell-free signals", 1))
        page.locator("#cards .embed h3", has_text="Cell-free signals").first.wait_for()
    finally:
        seen = page.evaluate("fetch('/cards').then((one) => one.json()).then(({ version }) => version)")
        file.write_text(sound)
        page.evaluate("seen => fetch(`/changes/${seen}`).then((one) => one.json())", seen)


def pages_fit(member):
    member.fits()
    for question in (EXOSOMES, NOT_HELD, EMERGENCY):
        member.asks(question)
        member.fits()
    member.asks(EXOSOMES)
    member.presses("Whole card")
    for command in ("map", "checklist", "about"):
        member.types(command)
        member.fits()
    member.types("claim", text=ADVERT)
    member.fits()
    member.page.type("#words", "/")
    member.suggestions()
    member.fits()
    member.page.type("#words", "browse ")
    member.fits()
    member.page.keyboard.press("Escape")
    member.page.click("#cards-toggle")
    member.fits()
    open_card(member, "exosome")
    member.fits()


def every_state_is_accessible(member):
    member.is_accessible("the start")
    for question in (NOT_HELD, EMERGENCY, EXOSOMES):
        member.asks(question)
    member.presses("Whole card")
    member.types("map")
    member.types("claim", text=ADVERT)
    member.is_accessible("replies")
    member.page.type("#words", "/")
    member.suggestions()
    member.is_accessible("suggestions")
    member.page.type("#words", "browse ")
    member.page.wait_for_selector("#command:not([hidden])")
    member.is_accessible("a command")
    member.page.keyboard.press("Escape")
    member.page.keyboard.press("Escape")
    member.last.scroll_into_view_if_needed()
    member.page.click("#cards-toggle")
    member.is_accessible("the cards")
    open_card(member, "cell-free")
    member.is_accessible("a card")


TESTS = [dark_and_light_switch, a_saved_card_is_drawn_again]
