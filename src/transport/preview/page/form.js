// A form, as Discord opens it over the conversation.

import { element, freshId } from './element.js';

const PARAGRAPH = 2;

// Opens the form; `send` gets what was written, by the ids of the fields.
export function openForm(data, send) {
  const inputs = data.components.flatMap((row) => row.components).map(field);
  const heading = freshId('form');
  const close = () => dialog.close();
  const form = element('form', { method: 'dialog' },
    element('h2', { id: heading }, data.title),
    inputs.map(({ node }) => node),
    element('div', { class: 'row' },
      element('button', { type: 'button', click: close }, 'Cancel'),
      element('button', { type: 'submit', class: 'primary' }, 'Submit')));
  const dialog = element('dialog', { 'aria-labelledby': heading, class: 'form' }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = Object.fromEntries(inputs.map(({ id, input }) => [id, input.value]));
    dialog.close();
    send(values);
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function field(input) {
  const id = freshId('field');
  const about = {
    id, maxlength: input.max_length, minlength: input.min_length, placeholder: input.placeholder,
    required: input.required !== false,
  };
  const box = input.style === PARAGRAPH ? element('textarea', { ...about, rows: 5 }) : element('input', { ...about, type: 'text' });
  box.value = input.value ?? '';
  return { id: input.custom_id, input: box, node: element('p', {}, element('label', { for: id }, input.label), box) };
}
