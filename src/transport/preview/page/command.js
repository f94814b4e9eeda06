// A slash command being filled in: a field for each of its options, with suggestions
// where the command has them.

import { OPTIONS, PEOPLE, typing } from './discord.js';
import { element, freshId } from './element.js';
import { Suggestions } from './listbox.js';

export class Command {
  // `suggest` asks for choices, `leave` gives the command up.
  constructor(about, popup, { suggest, leave }) {
    this.about = about;
    this.popup = popup;
    this.suggest = suggest;
    this.fields = (about.options ?? []).map((option) => this.field(option));
    this.node = element('fieldset', {},
      element('legend', {}, element('code', {}, `/${about.name}`), ' ', about.description),
      this.fields.map(({ node }) => node),
      element('button', { type: 'button', class: 'quiet leave', 'aria-label': `Leave /${about.name}`, click: leave }, '✕'));
  }

  focus(words) {
    const first = this.fields[0];
    if (words && first) first.input.value = words;
    first?.input.focus();
    if (first?.ask) first.ask();
  }

  field(option) {
    const id = freshId('option');
    if (option.type === OPTIONS.flag) return this.flag(option, id);
    if (option.type === OPTIONS.person) return this.person(option, id);
    return this.text(option, id);
  }

  flag(option, id) {
    const input = element('input', { id, type: 'checkbox', 'aria-describedby': `${id}-about` });
    const node = element('p', { class: 'option flag' }, input, element('label', { for: id }, option.name), about(option, id));
    return { option, input, node, value: () => (input.checked ? true : undefined) };
  }

  person(option, id) {
    const people = PEOPLE.slice(1).map((person) => element('option', { value: person.id }, `@${person.name}`));
    const input = element('select', { id, 'aria-describedby': `${id}-about` }, element('option', { value: '' }, 'nobody'), people);
    const node = element('p', { class: 'option' }, element('label', { for: id }, option.name), input, about(option, id));
    return { option, input, node, value: () => input.value || undefined };
  }

  text(option, id) {
    const input = element('input', {
      id, type: 'text', maxlength: option.max_length, 'aria-required': String(Boolean(option.required)),
      'aria-describedby': `${id}-about`, enterkeyhint: 'send', autocomplete: 'off',
    });
    const node = element('p', { class: 'option' }, element('label', { for: id }, option.name), input, about(option, id));
    const field = { option, input, node, picked: null };
    // What was picked goes by its value as long as its name stands there.
    field.value = () => (field.picked?.name === input.value ? field.picked.value : input.value.trim() || undefined);
    if (!option.autocomplete) return field;
    const pick = (choice) => { field.picked = choice; input.value = choice.name; };
    field.suggestions = new Suggestions(input, this.popup, option.name, pick);
    field.ask = () => this.suggest(typing(this.about.name, this.options(field)), field.suggestions);
    input.addEventListener('input', () => { input.removeAttribute('aria-invalid'); field.ask(); });
    input.addEventListener('focus', field.ask);
    return field;
  }

  // What is filled in, with `focused` as being typed.
  options(focused) {
    return this.fields.flatMap((field) => {
      const typed = field === focused;
      const value = typed ? field.input.value : field.value();
      if (value === undefined) return [];
      return [{ name: field.option.name, type: field.option.type, value, ...(typed && { focused: true }) }];
    });
  }

  // The first field that is needed and empty; it gets the focus.
  missing() {
    const missing = this.fields.find(({ option, value }) => option.required && value() === undefined);
    missing?.input.setAttribute('aria-invalid', 'true');
    missing?.input.focus();
    return missing;
  }

  // The command as one reads it.
  words() {
    const shown = ({ option, input }) => (option.type === OPTIONS.flag ? 'true'
      : option.type === OPTIONS.person ? input.selectedOptions[0].textContent : input.value);
    const parts = this.fields.filter(({ value }) => value() !== undefined).map((field) => `${field.option.name}: ${shown(field)}`);
    return [`/${this.about.name}`, ...parts].join(' ');
  }

  // Takes a key; whether it was meant for a list.
  takes(event) {
    return this.fields.some(({ suggestions }) => suggestions?.takes(event));
  }
}

function about(option, id) {
  const needed = option.required ? '' : ' (may stay empty)';
  return element('span', { id: `${id}-about`, class: 'about' }, option.description, option.type === OPTIONS.text && needed);
}
