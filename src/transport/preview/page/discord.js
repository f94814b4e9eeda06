// What people do, in Discord's shape, and what comes back. The server takes it as if
// Discord had sent it.

export const TYPES = { command: 2, component: 3, typing: 4, form: 5 };
export const OPTIONS = { text: 3, flag: 5, person: 6 };
export const MESSAGE_MENU = 3;
export const UPDATE = 7;
export const FORM = 9;
export const EPHEMERAL = 64;

const CHANNEL = '900000000000000009';
const SERVER = '800000000000000008';
const APPLICATION = '700000000000000007';

// Who is in this pretended server.
export const PEOPLE = [
  { id: '500000000000000001', name: 'You' },
  { id: '500000000000000002', name: 'Sam' },
];

let nextId = 1300000000000000001n;

function freshId() {
  nextId += 1n;
  return String(nextId);
}

function person({ id, name }) {
  return { id, username: name.toLowerCase(), discriminator: '0', global_name: name, avatar: null };
}

function interaction(type, data) {
  const id = freshId();
  return {
    id, application_id: APPLICATION, type, data, token: `preview-${id}`, version: 1,
    channel_id: CHANNEL, guild_id: SERVER, context: 0, locale: 'en-US', guild_locale: 'en-US',
    entitlements: [], app_permissions: '0', authorizing_integration_owners: {}, attachment_size_limit: 10485760,
    member: {
      user: person(PEOPLE[0]), roles: [], joined_at: '2026-01-01T00:00:00+00:00',
      deaf: false, mute: false, flags: 0, permissions: '0', pending: false,
    },
  };
}

function message(author, content) {
  return {
    id: '55', channel_id: CHANNEL, author: person(author), content,
    timestamp: '2026-01-01T00:00:00+00:00', edited_timestamp: null, tts: false,
    mention_everyone: false, mentions: [], mention_roles: [], attachments: [], embeds: [], pinned: false, type: 0,
  };
}

export function command(name, options) {
  return interaction(TYPES.command, { id: '1', name, type: 1, options });
}

export function typing(name, options) {
  return interaction(TYPES.typing, { id: '1', name, type: 1, options });
}

// The entry of a message's menu, picked on a member's words.
export function onMessage(name, words) {
  const resolved = { messages: { 55: message(PEOPLE[0], words) } };
  return interaction(TYPES.command, { id: '2', name, type: MESSAGE_MENU, target_id: '55', resolved });
}

export function pressed(customId) {
  return component({ custom_id: customId, component_type: 2 });
}

export function picked(customId, value) {
  return component({ custom_id: customId, component_type: 3, values: [value] });
}

function component(data) {
  return { ...interaction(TYPES.component, data), message: message({ id: APPLICATION, name: 'Caveat' }, '') };
}

export function filled(customId, values) {
  const row = ([id, value]) => ({ type: 1, components: [{ type: 4, custom_id: id, value }] });
  return interaction(TYPES.form, { custom_id: customId, components: Object.entries(values).map(row) });
}

// Sends an interaction: what Discord would be told to do, and the files that go with it.
export async function send(sent) {
  const response = await fetch('/interactions', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent),
  });
  if (!response.ok) throw new Error(`the preview answered ${response.status}`);
  const files = new Map();
  if (!response.headers.get('Content-Type').startsWith('multipart/')) {
    return { ...await response.json(), files };
  }
  const parts = await response.formData();
  for (const part of parts.values()) {
    if (part instanceof File) files.set(part.name, URL.createObjectURL(part));
  }
  const payload = parts.get('payload_json');
  return { ...JSON.parse(payload instanceof File ? await payload.text() : payload), files };
}

export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`the preview answered ${response.status}`);
  return response.json();
}
