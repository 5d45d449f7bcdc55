// What the console's components ask of the browser; everything else happens on the server.
window.ringpost = {
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
  enterPage: () => {
    if (!document.activeElement?.closest('main, dialog')) document.querySelector('h1')?.focus();
  },
  focusFirstError: () => document.querySelector('[aria-invalid="true"]')?.focus(),
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
