import type { App, WebContents } from 'electron';
import { originOf, type Page } from '../protocol/app-paths.ts';

/** A page may only load itself again; its frames, pop-ups and webviews do not exist. */
export function lockNavigation(contents: WebContents, page: Page, onRefused: (address: string) => void): void {
  const home = `${originOf(page)}/index.html`;
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url.split('#', 1)[0] === home) return;
    event.preventDefault();
    onRefused(event.url);
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    onRefused(event.url);
  });
  contents.setWindowOpenHandler(({ url }) => {
    onRefused(url);
    return { action: 'deny' };
  });
}

/** For any web contents, however it came to be. */
export function refuseWebviews(app: App): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
