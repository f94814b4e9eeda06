// The message box: a question in one's own words, or a slash and a command. It suggests
// while one types, and Enter sends.

import { OPTIONS, command, send, typing } from './discord.js';
import { Command } from './command.js';
import { element } from './element.js';
import { Suggestions } from './listbox.js';

// So long after a key, what to suggest is asked for.
const PAUSE = 60;

export class Composer {
  constructor(form, commands, conversation) {
    this.form = form;
    this.words = form.querySelector('#words');
    this.popup = form.querySelector('#popup');
    this.holder = form.querySelector('#command');
    this.line = form.querySelector('.line');
    this.button = form.querySelector('#send');
    this.commands = commands;
    this.conversation = conversation;
    this.asked = 0;
    this.suggestions = new Suggestions(this.words, this.popup, 'Suggestions', (choice) => this.pick(choice));
    this.words.addEventListener('input', () => this.typed());
    this.words.addEventListener('click', () => this.words.value === '' && this.typed());
    form.addEventListener('keydown', (event) => this.key(event));
    form.addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
  }

  typed() {
    const words = this.words.value;
    const [, name, rest] = words.match(/^\/(\S+)\s(.*)$/) ?? [];
    const known = this.commands.find((one) => one.name === name);
    if (known) return this.begin(known, rest);
    if (words.startsWith('/')) return this.suggestions.show(this.matching(words.slice(1)), 0);
    return this.suggest(typing('ask', [question(words, true)]), this.suggestions);
  }

  matching(start) {
    const found = this.commands.filter(({ name }) => name.startsWith(start.toLowerCase()));
    return found.map((about) => ({ name: `/${about.name}`, about: about.description, command: about }));
  }

  // Asks for suggestions, a moment after the last key; older answers are dropped.
  suggest(interaction, suggestions) {
    this.asked += 1;
    const mine = this.asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const choices = await send(interaction).then(({ data }) => data.choices ?? [], () => []);
      if (mine === this.asked) suggestions.show(choices);
    }, PAUSE);
  }

  pick(choice) {
    if (choice.command) return this.begin(choice.command);
    return this.ask(choice.value, choice.name);
  }

  begin(about, words = '') {
    this.stop();
    this.command = new Command(about, this.popup, {
      suggest: (interaction, suggestions) => this.suggest(interaction, suggestions),
      leave: () => this.leave(),
    });
    this.holder.replaceChildren(this.command.node);
    this.holder.hidden = false;
    this.line.classList.add('filling');
    this.button.textContent = 'Send';
    this.command.focus(words);
    if (this.command.fields.length === 0) this.button.focus();
  }

  // Nothing that was asked for is shown any more.
  stop() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.words.value = '';
    this.suggestions.hide();
    this.popup.hidden = true;
  }

  leave() {
    this.stop();
    this.command = null;
    this.holder.hidden = true;
    this.holder.replaceChildren();
    this.line.classList.remove('filling');
    this.button.textContent = 'Ask';
    this.words.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.command ? this.command.takes(event) : this.suggestions.takes(event)) return;
    const act = this.command ? this.commandKey(event) : this.wordsKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // What a key means in the message box, if anything.
  wordsKey({ key, target }) {
    const asks = key === 'ArrowDown' && target === this.words && !this.suggestions.open;
    return asks && (() => this.typed());
  }

  // What a key means in a command's fields, if anything.
  commandKey({ key, target }) {
    const first = this.command.fields[0]?.input;
    const empties = key === 'Backspace' && target === first && first.value === '';
    if (key === 'Escape' || empties) return () => this.leave();
    // Boxes to tick and lists do not send by themselves.
    return key === 'Enter' && target.matches('select, [type=checkbox]') && (() => this.send());
  }

  send() {
    if (this.command) return this.sendCommand();
    const words = this.words.value.trim();
    if (words.startsWith('/')) {
      const known = this.commands.find(({ name }) => `/${name}` === words);
      return known && this.begin(known);
    }
    return words && this.ask(words, words);
  }

  ask(value, words) {
    this.stop();
    this.conversation.says(words);
    return this.conversation.answer(command('ask', [question(value)]));
  }

  sendCommand() {
    if (this.command.missing()) return undefined;
    const { about } = this.command;
    const interaction = command(about.name, this.command.options());
    const words = this.command.words();
    this.leave();
    this.conversation.says('', element('code', {}, words));
    return this.conversation.answer(interaction);
  }
}

function question(value, focused) {
  return { name: 'question', type: OPTIONS.text, value, ...(focused && { focused }) };
}
