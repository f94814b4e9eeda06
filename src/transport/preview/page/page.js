// The page: the message box, the conversation and, for moderators, the cards.

import { Cards } from './cards.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { MESSAGE_MENU, get, send, typing } from './discord.js';
import { element } from './element.js';

// So many questions to start with.
const STARTERS = 4;

const find = (id) => document.getElementById(id);

function theme() {
  const button = find('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    button.textContent = isDark() ? '☾' : '☀';
    button.setAttribute('aria-pressed', String(isDark()));
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  dark.addEventListener('change', show);
  show();
}

async function starters(composer) {
  const focused = { name: 'question', type: 3, value: '', focused: true };
  const { data } = await send(typing('ask', [focused]));
  const button = ({ name, value }) => element('li', {},
    element('button', { type: 'button', click: () => composer.ask(value, name) }, name));
  find('starters').replaceChildren(...data.choices.slice(0, STARTERS).map(button));
}

async function start() {
  theme();
  const commands = await get('/commands');
  const menus = commands.filter(({ type }) => type === MESSAGE_MENU).map(({ name }) => name);
  const conversation = new Conversation(find('log'), menus);
  const composer = new Composer(find('composer'), commands.filter(({ type }) => type !== MESSAGE_MENU), conversation);
  new Cards(find('cards'), find('cards-toggle'), find('cards-state')).watch();
  if (matchMedia('(pointer: fine)').matches) find('words').focus();
  await starters(composer);
  document.body.dataset.ready = 'true';
}

start();
