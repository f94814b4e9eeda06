// What is wrong in a file, as a compiler tells it, and the file itself.

import { element } from './element.js';

export function diagnostic(problem) {
  const { severity, rule, message, file, line, column, width, excerpt, help } = problem;
  const letters = [...excerpt];
  const from = Math.max(column - 1, 0);
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return element('section', { class: `diagnostic ${severity}` },
    element('h4', {}, element('span', { class: 'tag' }, severity), ` ${message}`),
    element('p', { class: 'place' }, element('code', {}, place), ` · rule ${rule}`),
    line > 0 && element('pre', { tabindex: '0', role: 'group', 'aria-label': `Line ${line}` },
      `${line} | ${letters.slice(0, from).join('')}`,
      element('mark', {}, letters.slice(from, from + width).join('')), letters.slice(from + width).join('')),
    element('p', {}, element('strong', {}, 'What to do: '), help));
}

// The file with its lines numbered; lines with a problem are marked.
export function fileText({ toml, path, problems }) {
  const marked = new Map(problems.map(({ line, severity }) => [line, severity]));
  const lines = toml.replace(/\n$/, '').split('\n').map((text, at) => element('span', {
    class: ['line-of-file', marked.get(at + 1), /^\s*#/.test(text) && 'comment', /^\[/.test(text) && 'table'].filter(Boolean).join(' '),
  }, text || ' '));
  return element('pre', { class: 'file', tabindex: '0', role: 'group', 'aria-label': `The file ${path}` }, lines);
}
