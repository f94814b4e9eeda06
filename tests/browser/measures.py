"""How soon there is a page, a reply and suggestions, measured in the browser."""

import statistics

from member import EMERGENCY, EXOSOMES, NOT_HELD, Member

PAGES = 9
QUESTIONS = (EXOSOMES, NOT_HELD, EMERGENCY, "What are exosomes?") * 3
TYPED = ("stem", "knee", "exos", "autism", "cost", "fda")

# From Enter until the frame that holds the reply is painted.
REPLY = """question => new Promise((painted) => {
    const log = document.querySelector('#log'), replies = log.getElementsByClassName('bot'), before = replies.length;
    const start = performance.now();
    new MutationObserver((_, watch) => {
        if (replies.length === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => painted(performance.now() - start)));
    }).observe(log, { childList: true });
    document.querySelector('#words').value = question;
    document.querySelector('#composer').requestSubmit();
})"""
# From the last key until the frame that holds the list is painted.
SUGGESTIONS = """words => new Promise((painted) => {
    const box = document.querySelector('#words'), popup = document.querySelector('#popup');
    const start = performance.now();
    new MutationObserver((_, watch) => {
        if (popup.hidden) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => painted(performance.now() - start)));
    }).observe(popup, { attributes: true, childList: true });
    box.focus();
    box.value = words;
    box.dispatchEvent(new Event('input'));
})"""


def measure(browser, server):
    """Prints the median and the worst of several, in milliseconds."""
    paints, replies, suggestions = [], [], []
    for _ in range(PAGES):
        with Member(browser, server, motion="no-preference") as member:
            page = member.page
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            replies += [page.evaluate(REPLY, question) for question in QUESTIONS]
            for words in TYPED:
                suggestions.append(page.evaluate(SUGGESTIONS, words))
                page.keyboard.press("Escape")
    for name, times in (("first paint", paints), ("reply painted", replies), ("suggestions painted", suggestions)):
        print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms of {len(times)}")
