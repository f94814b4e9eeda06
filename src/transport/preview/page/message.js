// Draws a message from the very JSON that Discord would get.

import { EPHEMERAL } from './discord.js';
import { element } from './element.js';
import { menu } from './listbox.js';
import { leading, line, markdown } from './markdown.js';

const BUTTON = 2;
const MENU = 3;
const LINK = 5;
const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };
// The sign before the label of what a card does not show.
const CAVEAT = '⚠️';

// A message of the bot; `acts` says what its buttons and menus do.
export function draw(message, acts, names) {
  const isPrivate = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  const article = element('article', { class: isPrivate ? 'bot private' : 'bot', tabindex: '-1', 'aria-label': heard(message, isPrivate) });
  const body = element('div', { class: 'body' }, head('Caveat', true));
  if (message.content) body.append(element('div', { class: 'content' }, markdown(message.content, names)));
  body.append(...(message.embeds ?? []).map((embed) => drawEmbed(embed, message, names)));
  body.append(...(message.components ?? []).map((row) => drawRow(row, acts, article)));
  if (isPrivate) body.append(onlyYou(article));
  article.append(element('img', { src: '/icon.svg', alt: '', class: 'face', width: 40, height: 40 }), body);
  return article;
}

// Who wrote, and when.
export function head(name, isApp) {
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('p', { class: 'head' }, element('strong', {}, name),
    isApp && element('span', { class: 'tag' }, 'App'), element('time', {}, time));
}

// What somebody who listens hears first.
export function heard(message, isPrivate = ((message.flags ?? 0) & EPHEMERAL) !== 0) {
  const embed = message.embeds?.[0];
  const words = document.createElement('span');
  words.append(line(embed?.title ?? message.content?.split('\n')[0] ?? 'an answer'));
  return `Caveat replied${isPrivate ? ', only you can see it' : ''}: ${words.textContent}`;
}

function onlyYou(article) {
  const dismiss = element('button', { type: 'button', class: 'link', click: () => article.remove() }, 'Dismiss message');
  return element('p', { class: 'only-you' }, element('span', { 'aria-hidden': 'true' }, '👁 '), 'Only you can see this · ', dismiss);
}

function drawEmbed(embed, message, names) {
  const made = element('section', { class: 'embed' });
  if (embed.color !== undefined) made.style.setProperty('--bar', `#${embed.color.toString(16).padStart(6, '0')}`);
  if (embed.title) {
    const words = line(embed.title, names);
    made.append(element('h3', {}, embed.url ? leading(embed.url, words) : words));
  }
  if (embed.description) made.append(element('div', { class: 'description' }, markdown(embed.description, names)));
  made.append(...(embed.fields ?? []).map((field) => drawField(field, names)));
  if (embed.image) made.append(picture(embed.image, message));
  if (embed.footer) made.append(element('p', { class: 'foot' }, embed.footer.text));
  return made;
}

function drawField({ name, value, inline }, names) {
  const sorts = [['caveat', name.startsWith(CAVEAT)], ['inline', inline], ['sources', /^\[\d+\] /.test(value)]];
  const sort = ['field', ...sorts.filter(([, holds]) => holds).map(([sort]) => sort)].join(' ');
  return element('div', { class: sort }, element('h4', {}, line(name, names)), markdown(value, names));
}

function picture(image, message) {
  const name = image.url.replace('attachment://', '');
  const about = (message.attachments ?? []).find((file) => file.filename === name);
  const alt = about?.description ?? '';
  const src = message.files?.get(name) ?? '';
  const large = element('dialog', { class: 'picture', 'aria-label': 'The picture, large' },
    element('form', { method: 'dialog', submit: (event) => { event.preventDefault(); large.close(); } },
      element('button', { type: 'submit' }, 'Close')),
    element('div', { class: 'scrolls', tabindex: '0', role: 'group', 'aria-label': 'Picture' }, element('img', { src, alt })));
  const open = () => large.showModal();
  return element('div', { class: 'image' },
    element('button', { type: 'button', class: 'bare', 'aria-label': `Enlarge: ${alt}`, click: open }, element('img', { src, alt })), large);
}

function drawRow(row, acts, article) {
  const parts = row.components.map((part) => {
    if (part.type === BUTTON) return drawButton(part, acts, article);
    if (part.type === MENU) return drawMenu(part, acts, article);
    return null;
  });
  return element('div', { class: 'row' }, parts);
}

function drawButton(button, acts, article) {
  const label = [button.emoji?.name, button.label].filter(Boolean).join(' ');
  if (button.style === LINK) return leading(button.url, label);
  const act = (event) => acts.press(button.custom_id, article, event.currentTarget);
  return element('button', { type: 'button', class: STYLES[button.style], disabled: button.disabled, click: act }, label);
}

function drawMenu(about, acts, article) {
  const choices = about.options.map((option) => ({ name: option.label, about: option.description, value: option.value }));
  return menu(about.placeholder ?? 'Choose', choices, (choice) => acts.pick(about.custom_id, choice.value, article));
}
