// Runs before the first paint, so that no page flashes in the other theme. Remembered choice first, then the system's.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const read = () => { try { return localStorage.getItem('ringpost-theme'); } catch { return null; } };
  const apply = () => { document.documentElement.dataset.theme = read() ?? (system.matches ? 'dark' : 'light'); };
  apply();
  system.addEventListener('change', apply);
  window.ringpostTheme = {
    isDark: () => document.documentElement.dataset.theme === 'dark',
    choose: dark => {
      try { localStorage.setItem('ringpost-theme', dark ? 'dark' : 'light'); } catch { /* private mode: not remembered */ }
      apply();
    },
  };
})();
