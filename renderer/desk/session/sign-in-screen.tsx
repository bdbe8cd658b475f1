import { GraduationCap, Info } from 'lucide-react';
import type { StoredSession } from '../../bridges/desk-bridge.ts';
import { useServices } from '../data/services.ts';
import { useUsable } from '../data/use-usable.ts';
import { Mark } from '../design/mark.tsx';
import { errorText } from '../words/labels.ts';
import { languageFor, type Language } from '../words/language.ts';
import { useWords } from '../words/use-text.ts';
import { SignInForm } from './sign-in-form.tsx';
import styles from './sign-in.module.css';

const languages: readonly { readonly language: Language; readonly name: string }[] = [
  { language: 'fr', name: 'Français' },
  { language: 'en', name: 'English' },
];

/** The first screen: who works at this desk today. */
export default function SignInScreen({
  onSignedIn,
}: {
  readonly onSignedIn: (session: StoredSession, kept: boolean) => void;
}) {
  const { text } = useWords();
  const { start, settings, changeSettings } = useServices();
  useUsable(true);
  const current = languageFor(settings.language, start.systemLanguage);
  return (
    <div className={styles.screen}>
      <aside className={styles.side} aria-hidden="true">
        <Mark size={56} />
        <div className={styles.waves}>
          {[34, 58, 84, 46, 108, 72, 128, 92, 60, 104, 76, 40, 64, 30].map((height, index) => (
            <i key={index} style={{ height }} />
          ))}
        </div>
        <p className={styles.promise}>{text('signIn.promise')}</p>
      </aside>
      <main className={styles.main}>
        <div className={styles.box}>
          <h1 className={styles.title}>{text('signIn.title')}</h1>
          {start.practice ? (
            <p className={styles.practice}>
              <GraduationCap size={15} aria-hidden="true" />
              {text('signIn.practice')}
            </p>
          ) : null}
          <SignInForm onSignedIn={onSignedIn}>
            {start.notices.map((code) => (
              <p key={code} className={styles.notice}>
                <Info size={14} aria-hidden="true" />
                <span>{errorText(code, text)}</span>
              </p>
            ))}
          </SignInForm>
        </div>
        <footer className={styles.foot}>
          <div role="group" aria-label={text('settings.language')} className={styles.languages}>
            {languages.map(({ language, name }) => (
              <button
                key={language}
                type="button"
                lang={language}
                className={styles.link}
                aria-pressed={language === current}
                onClick={() => changeSettings({ language })}
              >
                {name}
              </button>
            ))}
          </div>
          <span>Casque {start.appVersion}</span>
        </footer>
      </main>
    </div>
  );
}
