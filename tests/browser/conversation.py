"""What members do on the page. Each test has a fresh page."""

from member import ADVERT, EMERGENCY, EXOSOMES, NOT_HELD


def a_typed_question_is_answered_with_its_caveat(member):
    reply = member.asks(EXOSOMES)
    caveat = reply.locator(".field.caveat")
    assert caveat.count() == 1 and "Not the same as" in caveat.inner_text()
    assert "Only you can see this" in reply.inner_text()
    assert "not medical advice" in reply.locator(".foot").inner_text()
    assert reply.locator(".description em").inner_text().startswith("How sure")
    links = reply.locator("a")
    assert links.count() > 2
    for link in links.all():
        assert link.get_attribute("target") == "_blank" and "noopener" in link.get_attribute("rel")
        assert link.get_attribute("href").startswith("https://")
    assert member.page.locator("#told").inner_text().startswith("Caveat replied, only you can see it")
    assert "**" not in reply.inner_text() and "\\" not in reply.inner_text()


def a_picked_suggestion_is_asked(member):
    member.page.type("#words", "exos")
    offered = member.suggestions()
    assert any("xosome" in line for line in offered), offered
    member.page.keyboard.press("ArrowDown")
    active = member.page.get_attribute("#words", "aria-activedescendant")
    assert member.page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    member.page.keyboard.press("Enter")
    member.waits(1)
    assert member.page.locator("article.member .content").inner_text() == offered[0]
    member.page.type("#words", "kne")
    member.page.wait_for_selector("#popup [role=option]")
    member.page.locator("#popup [role=option]").first.click()
    member.waits(2)


def share_shows_everyone_a_copy(member):
    member.asks(EXOSOMES)
    copy = member.presses("Share")
    assert "Only you can see this" not in copy.inner_text()
    assert copy.locator(".field.caveat").count() == 1
    assert copy.get_by_role("button", name="Share", exact=True).count() == 0
    copy = member.types("ask", question=EXOSOMES, share=True)
    assert "Only you can see this" not in copy.inner_text()


def related_whole_card_and_sources_open(member):
    first = member.asks(EXOSOMES).locator("h3").inner_text()
    whole = member.presses("Whole card")
    assert whole.locator(".field").count() > 2 and whole.locator("h3").inner_text() == first
    assert whole.locator(".field.caveat").count() == 1
    sources = member.presses("Sources")
    assert sources.locator("h3").inner_text().startswith("Sources")
    whole.scroll_into_view_if_needed()
    work = member.picks("Open a source", 0)
    assert "What this does not show" in work.inner_text()
    member.asks(EXOSOMES)
    related = member.picks("Related", 0)
    assert related.locator("h3").inner_text() != first


def the_map_is_a_picture_with_words(member):
    reply = member.types("map")
    picture = reply.locator(".image > button img")
    assert picture.evaluate("one => one.naturalWidth") > 400
    assert "stages" in picture.get_attribute("alt")
    reply.locator(".image > button").click()
    assert member.page.locator("dialog.picture[open]").count() == 1
    member.page.keyboard.press("Escape")
    assert member.page.locator("dialog.picture[open]").count() == 0
    stage = member.picks("What a stage means", 2)
    assert stage.locator(".field.caveat").count() == 1


def the_checklist_has_nine_questions(member):
    assert member.types("checklist").locator("ol > li").count() == 9


def about_says_who_runs_it(member):
    assert "on this machine alone" in member.types("about").inner_text()


def a_work_is_found(member):
    reply = member.types("source", find="Reichman 2025")
    assert "What this does not show" in reply.locator(".caveat").inner_text()
    assert reply.locator("h3 a").get_attribute("href").startswith("https://")


def pages_of_a_topic_turn_in_place(member):
    reply = member.types("browse", topic="condition")
    count, first = member.replies.count(), reply.inner_text()
    reply.get_by_role("button", name="Next").click()
    member.page.get_by_role("button", name="Back").wait_for()
    assert member.replies.count() == count and member.last.inner_text() != first


def nothing_held_opens_a_form_to_the_moderators(member):
    reply = member.asks(NOT_HELD)
    assert "I hold nothing" in reply.inner_text()
    reply.get_by_role("button", name="Send this question to the moderators").click()
    form = member.page.get_by_role("dialog")
    assert form.get_by_label("Your question").input_value() == NOT_HELD
    member.is_accessible("the form")
    form.get_by_label("Your name").fill("Kim")
    form.get_by_role("button", name="Submit").click()
    member.page.locator(".elsewhere").wait_for()
    told = member.page.locator(".elsewhere").inner_text()
    assert NOT_HELD in told and "Kim" in told
    assert "Sent to the moderators" in member.page.locator("#log").inner_text()


def an_emergency_gets_help_first(member):
    reply = member.asks(EMERGENCY)
    assert reply.locator(".content strong").count() == 1
    assert reply.locator(".embed").count() == 0
    assert "emergency" in reply.inner_text()


def a_sellers_words_are_checked(member):
    shows_what_the_words_leave_out(member.types("claim", text=ADVERT))
    assert ADVERT in member.page.locator("article.member .used").inner_text()
    pattern = member.picks("Read more on a pattern", 0)
    assert pattern.locator(".field.caveat").count() == 1


def a_members_message_has_a_menu(member):
    member.asks(ADVERT)
    member.picks_on_message("Find a cited answer", 0)
    shows_what_the_words_leave_out(member.picks_on_message("Check this claim", 0))


def shows_what_the_words_leave_out(reply):
    """The seller's own words, the nine facts, and last what no check of words can show."""
    quotes = [quote for quote in reply.locator("blockquote").all_inner_texts() if quote.strip() in ADVERT]
    assert quotes, reply.inner_text()
    assert reply.locator(".field", has_text="Nine facts").locator("strong").count() > 0
    assert "not a clearance" in reply.locator(".field.caveat").last.inner_text()
    assert "Only you can see this" in reply.inner_text()


def an_answer_for_somebody_mentions_them(member):
    member.page.type("#words", "/ask ")
    member.page.get_by_label("question", exact=True).fill(EXOSOMES)
    member.page.get_by_label("for", exact=True).select_option("@Sam")
    member.page.click("#send")
    assert "@Sam" in member.waits(1).locator(".content").inner_text()


def all_of_it_works_without_a_pointer(member):
    keys = member.page.keyboard
    member.page.wait_for_function("document.activeElement.id === 'words'")
    keys.type("/")
    commands = {"/ask", "/browse", "/frontier", "/map", "/source", "/claim", "/checklist", "/about"}
    assert commands <= set(member.suggestions())
    keys.type("br")
    keys.press("Tab")
    member.page.wait_for_selector("#command:not([hidden])")
    keys.type("front")
    member.suggestions()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("cell-free")
    member.suggestions()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")
    member.waits(1)
    assert member.page.evaluate("document.activeElement.id") == "words"
    # Back from the box to the reply's own controls.
    for _ in range(30):
        keys.press("Shift+Tab")
        if member.page.evaluate("document.activeElement.textContent") == "Related":
            break
    keys.press("ArrowDown")
    keys.press("Enter")
    member.waits(2)
    member.page.focus("#words")
    keys.type("/frontier")
    keys.press("Enter")
    member.suggestions()
    keys.press("Escape")
    keys.press("Escape")
    assert member.page.locator("#command:not([hidden])").count() == 0
    keys.type("/frontier")
    keys.press("Enter")
    member.suggestions()
    keys.press("Escape")
    keys.press("Enter")
    assert member.page.locator("[aria-invalid=true]").count() == 1, "what is needed is asked for"


def a_pressed_button_keeps_the_focus(member):
    member.asks(EXOSOMES)
    share = member.last.get_by_role("button", name="Share", exact=True)
    share.focus()
    member.page.keyboard.press("Enter")
    member.waits(2)
    assert member.page.evaluate("document.activeElement.textContent") == "Share"


def text_is_never_markup(member):
    shown = member.page.evaluate("""async () => {
        const { markdown } = await import('/markdown.js');
        const made = document.createElement('div');
        const html = (text) => { made.replaceChildren(markdown(text)); return made.innerHTML; };
        return [html('<img src=x onerror=alert(1)> **b** \\\\*no\\\\*'), html('[x](javascript:alert(1))'),
            html('> q\\n> r\\n\\n- a\\n- b\\n-# s'), html('[[1]](https://e.org/a_(b)) *i _u_*'), html('snake_case_word 2 * 3 * 4')];
    }""")
    link = 'href="https://e.org/a_(b)" target="_blank" rel="noopener noreferrer"'
    assert shown == [
        "<p>&lt;img src=x onerror=alert(1)&gt; <strong>b</strong> *no*</p>", "<p>[x](javascript:alert(1))</p>",
        "<blockquote><p>q<br>r</p></blockquote><ul><li>a</li><li>b</li></ul><p><small>s</small></p>",
        f'<p><a {link} class="mark" aria-label="Source 1">[1]</a> <em>i <em>u</em></em></p>',
        "<p>snake_case_word 2 * 3 * 4</p>"], shown


TESTS = [
    a_typed_question_is_answered_with_its_caveat, a_picked_suggestion_is_asked, share_shows_everyone_a_copy,
    related_whole_card_and_sources_open, the_map_is_a_picture_with_words, the_checklist_has_nine_questions,
    about_says_who_runs_it, a_work_is_found, pages_of_a_topic_turn_in_place,
    nothing_held_opens_a_form_to_the_moderators, an_emergency_gets_help_first, a_sellers_words_are_checked,
    a_members_message_has_a_menu, an_answer_for_somebody_mentions_them, all_of_it_works_without_a_pointer,
    a_pressed_button_keeps_the_focus, text_is_never_markup,
]
