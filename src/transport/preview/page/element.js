// Makes elements. Text is always text, never markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

let last = 0;

// An id that no other element has.
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

// Says something to people who listen instead of looking.
export function tell(words) {
  const status = document.getElementById('told');
  status.textContent = '';
  requestAnimationFrame(() => { status.textContent = words; });
}
