import type { Settings } from '../../bridges/settings.ts';

/** Puts theme and density on the document, and follows the system where that was chosen. Returns how to stop. */
export function applyLooks(
  document: Document,
  window: Window,
  settings: Pick<Settings, 'theme' | 'density'>,
): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const theme = settings.theme === 'system' ? (dark.matches ? 'dark' : 'light') : settings.theme;
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['density'] = settings.density;
  };
  apply();
  dark.addEventListener('change', apply);
  return () => dark.removeEventListener('change', apply);
}
