// Lists to pick from, after the listbox pattern: the focus stays where one types, and
// arrows move what is active. One list serves boxes that suggest and buttons that open.

import { element, freshId } from './element.js';

class List {
  constructor(label, pick) {
    this.choices = [];
    this.active = -1;
    this.pick = pick;
    this.node = element('ul', { role: 'listbox', id: freshId('list'), 'aria-label': label });
  }

  fill(choices, active) {
    this.choices = choices;
    this.node.replaceChildren(...choices.map((choice, at) => this.option(choice, at)));
    this.activate(active);
  }

  option(choice, at) {
    const id = `${this.node.id}-${at}`;
    const option = element('li', { role: 'option', id, 'aria-selected': 'false', click: () => this.pick(choice) });
    // Pressing must not take the focus from where one types.
    option.addEventListener('pointerdown', (event) => event.preventDefault());
    option.addEventListener('pointermove', () => this.active !== at && this.activate(at, false));
    option.append(element('span', { class: 'name' }, choice.name));
    if (choice.about) option.append(element('span', { class: 'about' }, choice.about));
    return option;
  }

  activate(at, scrolls = true) {
    this.node.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = at;
    const option = this.node.children[at];
    option?.setAttribute('aria-selected', 'true');
    if (scrolls) option?.scrollIntoView({ block: 'nearest' });
    this.holder?.[option ? 'setAttribute' : 'removeAttribute']('aria-activedescendant', option?.id);
  }

  // Moves by a key; whether it was one of the list's.
  move(key) {
    const count = this.choices.length;
    const to = {
      ArrowDown: (this.active + 1) % count,
      ArrowUp: this.active < 0 ? count - 1 : (this.active - 1 + count) % count,
      Home: this.active < 0 ? undefined : 0,
      End: this.active < 0 ? undefined : count - 1,
    }[key];
    if (to === undefined || count === 0) return false;
    this.activate(to);
    return true;
  }
}

// Suggestions for a box.
export class Suggestions {
  constructor(input, popup, label, pick) {
    this.input = input;
    this.popup = popup;
    this.list = new List(label, (choice) => { this.hide(); pick(choice); });
    this.list.holder = input;
    const about = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.node.id };
    for (const [key, value] of Object.entries(about)) input.setAttribute(key, value);
    input.addEventListener('blur', () => this.hide());
  }

  get open() {
    return this.popup.contains(this.list.node) && !this.popup.hidden;
  }

  show(choices, active = -1) {
    if (choices.length === 0 || document.activeElement !== this.input) return this.hide();
    this.popup.replaceChildren(this.list.node);
    this.popup.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.list.fill(choices, active);
  }

  hide() {
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.list.active = -1;
    if (this.popup.contains(this.list.node)) this.popup.hidden = true;
  }

  // Takes a key; whether it was meant for the list.
  takes(event) {
    if (!this.open || event.isComposing) return false;
    const active = this.list.choices[this.list.active];
    const done = this.list.move(event.key)
      || (event.key === 'Escape' && (this.hide(), true))
      || (active && ['Enter', 'Tab'].includes(event.key) && !event.shiftKey && (this.list.pick(active), true));
    if (done) event.preventDefault();
    return done;
  }
}

// A button that opens a list, such as Discord's menus.
export function menu(placeholder, choices, pick, attributes = {}) {
  const button = element('button', { type: 'button', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', ...attributes }, placeholder);
  const holder = element('div', { class: 'menu' }, button);
  const list = new List(attributes['aria-label'] ?? placeholder, (choice) => { close(true); pick(choice); });
  list.node.tabIndex = -1;
  list.holder = list.node;
  // The focus leaves before the list does: taking away what has it would close twice.
  const close = (focuses) => {
    if (button.getAttribute('aria-expanded') === 'false') return;
    button.setAttribute('aria-expanded', 'false');
    if (focuses) button.focus({ preventScroll: true });
    list.node.remove();
  };
  const open = () => {
    holder.append(list.node);
    button.setAttribute('aria-expanded', 'true');
    list.fill(choices, 0);
    list.node.focus({ preventScroll: true });
    list.node.scrollIntoView({ block: 'nearest' });
  };
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', () => (list.node.isConnected ? close(true) : open()));
  button.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); open(); }
  });
  list.node.addEventListener('blur', () => close(false));
  list.node.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') close(true);
    else if (event.key === 'Enter' || event.key === ' ') list.pick(choices[list.active]);
    else if (!list.move(event.key)) jump(list, event.key);
  });
  return holder;
}

// To the next choice that starts with the letter.
function jump(list, key) {
  const starts = (choice) => choice.name.replace(/^[\d.[\]\s]+/, '').toLowerCase().startsWith(key.toLowerCase());
  const order = list.choices.map((_, at) => (list.active + 1 + at) % list.choices.length);
  const found = key.length === 1 ? order.find((at) => starts(list.choices[at])) : undefined;
  if (found !== undefined) list.activate(found);
}
