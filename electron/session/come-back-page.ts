const words = {
  fr: {
    done: ['Vous êtes connecté', 'Vous pouvez fermer cet onglet et revenir à Casque.'],
    refused: ['La connexion n’a pas abouti', 'Fermez cet onglet et réessayez dans Casque.'],
  },
  en: {
    done: ['You are signed in', 'You can close this tab and go back to Casque.'],
    refused: ['The sign-in did not work', 'Close this tab and try again in Casque.'],
  },
} as const;

/** What the browser shows when it has come back from the identity provider. Nothing that came with it is in it. */
export function comeBackPage(worked: boolean, language: 'fr' | 'en'): string {
  const [title, sentence] = words[language][worked ? 'done' : 'refused'];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Casque</title>
<style>
  body { display: grid; place-content: center; min-height: 90vh; margin: 24px; font: 16px/24px system-ui, sans-serif; text-align: center }
  h1 { margin: 0 0 8px; font-size: 26px; line-height: 34px; font-weight: 600 }
</style>
<main><h1>${title}</h1><p>${sentence}</p></main>
</html>
`;
}
