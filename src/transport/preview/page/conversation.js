// A conversation: what was said, and what was answered. It keeps nothing but what is seen.

import { FORM, PEOPLE, UPDATE, filled, get, onMessage, picked, pressed, send } from './discord.js';
import { element, tell } from './element.js';
import { openForm } from './form.js';
import { menu } from './listbox.js';
import { draw, head, heard } from './message.js';

const NAMES = Object.fromEntries(PEOPLE.map(({ id, name }) => [id, name]));

export class Conversation {
  // `place` is where messages appear; `menus` the names of message menus.
  constructor(place, menus = []) {
    this.place = place;
    this.menus = menus;
    this.acts = {
      press: (id, article, button) => this.answer(pressed(id), { article, button }),
      pick: (id, value, article) => this.answer(picked(id, value), { article }),
    };
  }

  // A member's message; one that has words has a menu.
  says(words, command) {
    const more = menu('…', this.menus.map((name) => ({ name, value: name })),
      ({ value }) => this.answer(onMessage(value, words)), { 'aria-label': 'More on this message', class: 'more' });
    const said = command ? element('p', { class: 'used' }, command) : element('p', { class: 'content' }, words);
    this.add(element('article', { class: 'member', 'aria-label': 'You wrote' },
      element('span', { class: 'face', 'aria-hidden': 'true' }, 'Y'),
      element('div', { class: 'body' }, head('You'), said), !command && this.menus.length > 0 && more));
  }

  // Sends what somebody did, and shows what comes of it.
  async answer(interaction, { article, button } = {}) {
    // It waits without losing the focus, which a disabled button would.
    if (button?.ariaBusy) return;
    if (button) button.ariaBusy = 'true';
    try {
      const { type, data, files } = await send(interaction);
      if (type === FORM) openForm(data, (values) => this.sendForm(data.custom_id, values));
      else await this.show({ ...data, files }, type === UPDATE ? article : null);
    } catch (error) {
      this.add(element('article', { class: 'note', role: 'alert' }, `No answer: ${error.message}. Is caveat preview still running?`));
    } finally {
      if (button) button.ariaBusy = null;
    }
  }

  async sendForm(id, values) {
    await this.answer(filled(id, values));
    for (const message of await get('/posted')) {
      const drawn = draw(message, this.acts, NAMES);
      drawn.setAttribute('aria-label', 'What the moderators read');
      this.add(element('div', { class: 'elsewhere' }, element('p', {}, 'In the moderators’ channel:'), drawn));
    }
  }

  // Shows a message of the bot, in place of another or at the end.
  async show(message, instead) {
    const drawn = draw(message, this.acts, NAMES);
    // A picture that came later would push away what was scrolled to.
    await Promise.allSettled([...drawn.querySelectorAll('.image img')].map((image) => image.decode()));
    if (instead) {
      const hadFocus = instead.contains(document.activeElement);
      instead.replaceWith(drawn);
      if (hadFocus) drawn.focus({ preventScroll: true });
    } else this.add(drawn);
    tell(heard(message));
  }

  add(node) {
    this.place.append(node);
    const before = node.previousElementSibling;
    // What was asked stays in view above what was answered, however long that is.
    const top = before?.classList.contains('member') ? before : node;
    top.scrollIntoView({ block: 'start' });
  }
}

// What comes back for a card's panel, without a member's words.
export function quiet(place) {
  const conversation = new Conversation(place);
  conversation.add = (node) => { place.append(node); };
  return conversation;
}
