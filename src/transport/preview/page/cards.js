// For moderators: the cards by kind, each as members see it beside its file, redrawn as
// files are saved. A card that is broken shows what is wrong with it instead.

import { quiet } from './conversation.js';
import { command, get, pressed, send } from './discord.js';
import { element, tell } from './element.js';
import { diagnostic, fileText } from './diagnostics.js';

const AGAIN = 2000;

export class Cards {
  constructor(panel, toggle, state) {
    this.panel = panel;
    this.toggle = toggle;
    this.state = state;
    this.search = element('input', { type: 'search', id: 'find-card', placeholder: 'Title, id or date', input: () => this.filter() });
    this.summary = element('p', { class: 'summary' });
    this.list = element('div', { class: 'groups' });
    this.card = element('div', { class: 'card', hidden: true });
    const close = element('button', { type: 'button', class: 'quiet', click: () => this.open(false) }, 'Close');
    panel.append(element('div', { class: 'panel-head' }, element('h2', {}, 'Cards'), close),
      element('div', { class: 'finder' }, this.summary, element('label', { for: 'find-card', class: 'hidden' }, 'Find a card'), this.search, this.list), this.card);
    toggle.addEventListener('click', () => this.open(panel.hidden));
    panel.addEventListener('keydown', (event) => event.key === 'Escape' && this.open(false));
  }

  open(shows) {
    this.panel.hidden = !shows;
    this.toggle.setAttribute('aria-expanded', String(shows));
    document.body.classList.toggle('with-cards', shows);
    (shows ? this.search : this.toggle).focus();
  }

  // Follows the files for as long as the page is there.
  async watch() {
    for (;;) {
      try {
        const seen = this.overview?.version;
        const next = seen === undefined ? 0 : await get(`/changes/${seen}`);
        if (next !== seen) await this.redraw(await get('/cards'));
      } catch {
        await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
      }
    }
  }

  async redraw(overview) {
    this.overview = overview;
    const { errors, warnings, sound, generation, version } = overview;
    this.state.hidden = errors + warnings === 0;
    this.state.textContent = errors + warnings;
    this.state.classList.toggle('bad', errors > 0);
    this.state.setAttribute('aria-label', `${errors} errors, ${warnings} warnings`);
    this.summary.textContent = version === 0 ? 'Reading the files …'
      : `${errors} errors, ${warnings} warnings. ${sound ? 'This is what answers' : 'Until this is mended, the last sound state answers'}: ${generation}.`;
    this.summary.classList.toggle('bad', !sound);
    this.fill(overview.groups);
    if (this.shown) await this.show(this.shown, true);
    if (!sound) tell(`${errors} errors in the cards`);
  }

  fill(groups) {
    const unfolded = new Set([...this.list.querySelectorAll('details[open]')].map((details) => details.dataset.name));
    this.list.replaceChildren(...groups.map((group) => {
      const troubled = group.files.some(({ errors, warnings }) => errors + warnings > 0);
      const summary = element('summary', {}, `${group.mark} ${group.plural} `, element('span', { class: 'count' }, group.files.length));
      return element('details', { 'data-name': group.name, open: unfolded.has(group.name) || troubled }, summary,
        element('ul', {}, group.files.map((file) => this.line(file))));
    }));
    this.filter();
  }

  line(file) {
    const trouble = file.errors + file.warnings > 0
      && element('span', { class: file.errors > 0 ? 'badge bad' : 'badge', 'aria-label': `${file.errors} errors, ${file.warnings} warnings` }, file.errors + file.warnings);
    const button = element('button', { type: 'button', class: 'bare', 'aria-current': String(file.id === this.shown), click: () => this.show(file.id) },
      element('span', {}, file.title), trouble, file.reviewed && element('time', {}, file.reviewed));
    return element('li', { 'data-words': `${file.title} ${file.id} ${file.reviewed ?? ''}`.toLowerCase(), 'data-id': file.id }, button);
  }

  filter() {
    const words = this.search.value.toLowerCase().trim();
    for (const details of this.list.children) {
      let found = 0;
      for (const line of details.querySelectorAll('li')) {
        line.hidden = !line.dataset.words.includes(words);
        found += line.hidden ? 0 : 1;
      }
      details.hidden = found === 0;
      if (words !== '') details.open = found > 0;
    }
  }

  // Shows a card as members see it, and its file.
  async show(id, again = false) {
    this.shown = id;
    const opened = await get(`/cards/${encodeURIComponent(id)}`).catch(() => null);
    for (const line of this.list.querySelectorAll('li')) line.firstChild.setAttribute('aria-current', String(line.dataset.id === id));
    const back = element('button', { type: 'button', class: 'quiet', click: () => this.back() }, '← All cards');
    const heading = element('h3', { tabindex: '-1' }, opened?.path ?? id);
    const view = element('div', { class: 'view' });
    const scrolled = this.card.querySelector('pre')?.scrollTop ?? 0;
    if (!opened) view.append(element('p', {}, 'This file is gone.'));
    else view.append(await members(opened), fileText(opened));
    this.card.replaceChildren(element('div', { class: 'panel-head' }, back, heading), view);
    this.card.hidden = false;
    this.panel.classList.add('opened');
    if (again) this.card.querySelector('pre')?.scrollTo(0, scrolled);
    else heading.focus({ preventScroll: true });
  }

  back() {
    const line = this.list.querySelector(`li[data-id="${CSS.escape(this.shown)}"] button`);
    this.shown = null;
    this.card.hidden = true;
    this.panel.classList.remove('opened');
    line?.focus();
  }
}

// The card as members see it, or what is wrong with it.
async function members(opened) {
  const made = element('div', { class: 'members' });
  made.append(...opened.problems.map(diagnostic));
  if (!opened.shown) {
    if (opened.problems.length === 0) made.append(element('p', { class: 'muted' }, 'Members do not open this file as a card.'));
    return made;
  }
  const conversation = quiet(made);
  const [kind] = opened.id.split(':');
  const text = (name, value) => ({ name, type: 3, value });
  const options = kind === 'source' ? [text('find', opened.id)] : [text('topic', kind), text('card', opened.id)];
  await conversation.answer(command(kind === 'source' ? 'source' : 'browse', options));
  const { data, files } = await send(pressed(`v1:whole:${opened.id}`));
  if (kind !== 'source') made.append(element('h4', {}, 'Whole card'));
  if (kind !== 'source') await conversation.show({ ...data, files });
  return made;
}
