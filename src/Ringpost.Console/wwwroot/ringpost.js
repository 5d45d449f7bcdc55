// What the console's components ask of the browser; everything else happens on the server.
window.ringpost = {
  // The page was served before anybody knew who reads it.
  speak: language => { document.documentElement.lang = language; },
  copy: async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without HTTPS there is no clipboard object: the old way still works.
      const area = document.createElement('textarea');
      area.value = text;
      area.style.position = 'fixed';
      (document.querySelector('dialog[open]') ?? document.body).appendChild(area);
      area.select();
      const copied = document.execCommand('copy');
      area.remove();
      return copied;
    }
  },
  openers: [],
  open(dialog) {
    if (!dialog || dialog.open) return;
    this.openers.push(document.activeElement);
    dialog.showModal();
  },
  // The dialog is gone from the page by now, so the browser can't give the focus back itself.
  closed() { this.openers.pop()?.focus(); },
  focus: selector => document.querySelector(selector)?.focus(),
  openSearch() {
    const search = document.getElementById('search');
    if (!search || document.querySelector('dialog[open]')) return;
    document.getElementById('search-text').value = '';
    // The browser gives the focus back to where it was.
    search.showModal();
    document.getElementById('search-text').focus();
  },
  closeSearch: () => document.getElementById('search')?.close(),
  reveal: id => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }),
  enterPage: () => {
    // The menu is longer than most screens: where one is stands in it to be seen.
    const menu = document.getElementById('menu');
    const here = menu?.querySelector('[aria-current]');
    if (here && (here.offsetTop < menu.scrollTop || here.offsetTop + here.offsetHeight > menu.scrollTop + menu.clientHeight))
      menu.scrollTop = here.offsetTop - menu.clientHeight / 2;
    const at = document.activeElement;
    if (!at?.closest('main, dialog') || at.id === 'main') document.querySelector('h1')?.focus();
  },
  focusFirstError: () => {
    // What is folded away can't be focused: each fold with an error in it opens.
    document.querySelectorAll('details:has([aria-invalid="true"]), details:has(.rp-error)').forEach(fold => { fold.open = true; });
    document.querySelector('[aria-invalid="true"]')?.focus();
  },
  insertAtCaret: (id, text) => {
    const field = document.getElementById(id);
    if (!field) return null;
    const from = field.selectionStart ?? field.value.length;
    const to = field.selectionEnd ?? from;
    field.setRangeText(text, from, to, 'end');
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
    return field.value;
  },
};

// What has the focus may be drawn away: a filter that was taken off, a row that was deleted. Then the part of the page that it stood in has it,
// so that the next Tab goes on from there instead of from the top. A button that is disabled while it works loses the focus too, and gets it back.
let left = null;
document.addEventListener('focusin', e => {
  const parts = [];
  const isPart = 'dialog, section, form, nav, [role="search"], main';
  for (let part = e.target.closest(isPart); part; part = part.parentElement?.closest(isPart)) parts.push(part);
  left = parts.some(p => p.id === 'main') ? { from: e.target, parts } : null;
});
new MutationObserver(() => {
  if (!left || document.activeElement !== document.body && document.activeElement !== left.from) return;
  if (left.from.isConnected) {
    if (left.from.disabled) left.wasDisabled = true;
    else if (left.wasDisabled) {
      left.wasDisabled = false;
      left.from.focus({ preventScroll: true });
    }
    return;
  }
  // Behind an open dialog nothing takes the focus.
  const open = document.querySelector('dialog[open]');
  const part = left.parts.find(p => p.isConnected && (!open || open.contains(p)));
  left = null;
  if (!part) return;
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });

// Escape closes what is open without being a dialog, and the focus is back where it was opened.
document.addEventListener('keydown', e => {
  if (e.key !== 'Escape' || e.defaultPrevented || document.querySelector('dialog[open]')) return;
  const person = document.querySelector('.rp-person[open]');
  const veil = document.querySelector('.rp-veil');
  if (person) {
    person.open = false;
    person.querySelector('summary').focus();
  } else if (veil) veil.click();
});
document.addEventListener('click', e => {
  if (e.target.closest?.('.rp-veil')) document.querySelector('.rp-menu-toggle')?.focus();
  const person = document.querySelector('.rp-person[open]');
  if (person && !person.contains(e.target)) person.open = false;
});

// Leaving a field may redraw the page between the press of a button and its release, and move the button from under the pointer. The press
// still counts: the button holds the pointer until it is released, or drawn away on purpose.
let pressed = { x: 0, y: 0 };
document.addEventListener('pointerdown', e => {
  const button = e.button === 0 && e.pointerType === 'mouse' ? e.target.closest?.('button') : null;
  if (!button) return;
  pressed = { x: e.clientX, y: e.clientY };
  button.setPointerCapture(e.pointerId);
});
document.addEventListener('pointermove', e => {
  if (e.target.hasPointerCapture?.(e.pointerId) && Math.hypot(e.clientX - pressed.x, e.clientY - pressed.y) > 24)
    e.target.releasePointerCapture(e.pointerId);
});

// The search opens in the browser itself, without a way to the server: what is typed right after the keys stands in it.
document.addEventListener('keydown', e => {
  if (e.target.id === 'search-text' && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) e.preventDefault();
  const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
  const writes = e.target.closest?.('input, textarea, select, [contenteditable]');
  const asked = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k' || plain && e.key === '/' && !writes;
  const search = document.getElementById('search');
  if (!asked || !search) return;
  e.preventDefault();
  if (search.open) search.close();
  else window.ringpost.openSearch();
});
document.addEventListener('click', e => {
  if (e.target.closest?.('[data-opens="search"]')) window.ringpost.openSearch();
  // A click beside a dialog is one on it, outside of what is in it.
  else if (e.target.id === 'search' || e.target.closest?.('[data-closes="search"]')) window.ringpost.closeSearch();
});
