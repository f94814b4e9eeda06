// Discord's Markdown, as far as the bot writes it, as elements. What is no sign stays
// a letter; no text ever becomes markup.

import { element } from './element.js';

const SPANS = [['**', 'strong'], ['__', 'u'], ['~~', 's'], ['*', 'em'], ['_', 'em']];
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const ADDRESS = /^https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/;
const MENTION = /^<@!?(\d+)>/;
const BLOCKS = [
  [/^> ?/, quote], [/^[-*] +/, bullets], [/^\d+\. +/, numbers], [/^-# +/, small], [/^#{1,3} +/, heading],
];

// The text as elements; `names` tells what mentioned people are called.
export function markdown(text, names = {}) {
  const made = document.createDocumentFragment();
  const lines = text.split('\n');
  while (lines.length > 0) {
    const block = BLOCKS.find(([sign]) => sign.test(lines[0]));
    if (block) made.append(block[1](taken(lines, block[0]), names));
    else if (lines[0].trim() === '') lines.shift();
    else made.append(paragraph(lines, names));
  }
  return made;
}

// The text as elements of one line.
export function line(text, names = {}) {
  const made = document.createDocumentFragment();
  made.append(...spans(text, names));
  return made;
}

// Takes the lines that start with the sign.
function taken(lines, sign) {
  const found = [];
  while (lines.length > 0 && sign.test(lines[0])) found.push(lines.shift());
  return found.map((text) => ({ text: text.replace(sign, ''), sign: text.match(sign)[0] }));
}

function paragraph(lines, names) {
  const made = element('p');
  while (lines.length > 0 && lines[0].trim() !== '' && !BLOCKS.some(([sign]) => sign.test(lines[0]))) {
    if (made.hasChildNodes()) made.append(element('br'));
    made.append(line(lines.shift(), names));
  }
  return made;
}

function quote(lines, names) {
  return element('blockquote', {}, markdown(lines.map(({ text }) => text).join('\n'), names));
}

function bullets(lines, names) {
  return element('ul', {}, lines.map(({ text }) => element('li', {}, line(text, names))));
}

function numbers(lines, names) {
  const start = Number.parseInt(lines[0].sign, 10);
  return element('ol', { start }, lines.map(({ text }) => element('li', {}, line(text, names))));
}

function small(lines, names) {
  return element('p', {}, lines.map(({ text }) => element('small', {}, line(text, names))));
}

function heading(lines, names) {
  const made = document.createDocumentFragment();
  made.append(...lines.map(({ text }) => element('p', { class: 'heading' }, line(text, names))));
  return made;
}

function spans(text, names) {
  const made = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\\' && ESCAPABLE.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const found = link(text, at, names) || mention(text, at, names) || address(text, at) || code(text, at)
      || span(text, at, names);
    if (found) {
      made.push(plain, found.node);
      plain = '';
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  return [...made, plain].filter((part) => part !== '');
}

function span(text, at, names) {
  const [sign, name] = SPANS.find(([known]) => text.startsWith(known, at)) ?? [];
  const from = at + (sign?.length ?? 0);
  const isWord = sign === '_' && /\w/.test(text[at - 1] ?? '');
  if (!sign || isWord || /\s/.test(text[from] ?? ' ')) return null;
  const end = closing(text, from, sign);
  return end > from && { node: element(name, {}, spans(text.slice(from, end), names)), end: end + sign.length };
}

// Where the sign closes what stands before it, or -1.
function closing(text, from, sign) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(sign, at) && !(sign.length === 1 && text[at + 1] === sign)) return at;
    else if (text.startsWith(sign[0] + sign[0], at)) at += 1;
  }
  return -1;
}

function code(text, at) {
  const end = text[at] === '`' ? text.indexOf('`', at + 1) : -1;
  return end > at + 1 && { node: element('code', {}, text.slice(at + 1, end)), end: end + 1 };
}

function mention(text, at, names) {
  const found = text[at] === '<' && text.slice(at).match(MENTION);
  return found && {
    node: element('span', { class: 'mention' }, `@${names[found[1]] ?? 'somebody'}`), end: at + found[0].length,
  };
}

function address(text, at) {
  const found = text[at] === 'h' && text.slice(at).match(ADDRESS);
  return found && { node: leading(found[0], found[0]), end: at + found[0].length };
}

function link(text, at, names) {
  const closed = text[at] === '[' ? pair(text, at, '[', ']') : -1;
  if (closed < 0 || text[closed + 1] !== '(') return null;
  const end = pair(text, closed + 1, '(', ')');
  const to = text.slice(closed + 2, end);
  if (end < 0 || !/^https?:\/\//.test(to)) return null;
  return { node: leading(to, ...spans(text.slice(at + 1, closed), names)), end: end + 1 };
}

// Where the bracket that opens there is closed, or -1.
function pair(text, at, open, close) {
  let depth = 0;
  for (let place = at; place < text.length; place += 1) {
    if (text[place] === '\\') place += 1;
    else if (text[place] === open) depth += 1;
    else if (text[place] === close && (depth -= 1) === 0) return place;
  }
  return -1;
}

// A link that opens beside this page and tells the other nothing of it.
export function leading(to, ...words) {
  const made = element('a', { href: to, target: '_blank', rel: 'noopener noreferrer' }, words);
  const number = made.textContent.match(/^\[(\d+)\]$/)?.[1];
  if (number) {
    made.className = 'mark';
    made.setAttribute('aria-label', `Source ${number}`);
  }
  return made;
}
