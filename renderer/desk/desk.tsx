import { lazy, Suspense, useEffect, useState } from 'react';
import type { StoredSession } from '../bridges/desk-bridge.ts';
import type { Settings } from '../bridges/settings.ts';
import { useAction } from './actions/use-action.ts';
import { useGlobalKeys } from './actions/use-global-keys.ts';
import { CallbackContext, type CallbackRequest } from './callback/subject.ts';
import { useServices, useDesk } from './data/services.ts';
import { useArrivals } from './hand-over/use-arrivals.ts';
import { CallList } from './list/call-list.tsx';
import { ContactList } from './list/contact-list.tsx';
import { TicketList } from './list/ticket-list.tsx';
import { catchTyping, type TypingAhead } from './picker/typing-ahead.ts';
import { PlaceContext, type Section } from './place/place.ts';
import { useKeptPlace } from './place/use-kept-place.ts';
import { useConnectHeadset } from './phone/use-connect-headset.ts';
import { Rail } from './rail/rail.tsx';
import { StatusLine } from './status/status-line.tsx';
import { CallStrip } from './strip/call-strip.tsx';
import { DialRequest } from './strip/dial-request.tsx';
import { TicketColumn } from './ticket/ticket-column.tsx';
import { useLeftTickets } from './ticket/new-tickets-context.ts';
import { useNewTicket } from './ticket/use-new-ticket.ts';
import { WhoColumn } from './who/who-column.tsx';
import { languageFor } from './words/language.ts';
import styles from './desk.module.css';

const CallbackDialog = lazy(() => import('./callback/callback-dialog.tsx'));
const ColleagueList = lazy(() => import('./colleagues/colleague-list.tsx'));
const Palette = lazy(() => import('./palette/palette.tsx'));
const SearchDialog = lazy(() => import('./search/search-dialog.tsx'));
const SettingsDialog = lazy(() => import('./settings/settings-dialog.tsx'));
const KeysHelp = lazy(() => import('./help/keys-help.tsx'));
const DiagnosticsDialog = lazy(() => import('./diagnostics/diagnostics-dialog.tsx'));
const IncidentsDialog = lazy(() => import('./incidents/incidents-dialog.tsx'));
const RefusedDialog = lazy(() => import('./refused/refused-dialog.tsx'));
const ProceduresDialog = lazy(() => import('./procedure/procedures-dialog.tsx'));
const TextsDialog = lazy(() => import('./texts/texts-dialog.tsx'));
const PasswordDialog = lazy(() => import('./session/password-dialog.tsx'));
const SignInAgain = lazy(() => import('./session/sign-in-again.tsx'));
const SignOut = lazy(() => import('./session/sign-out.tsx'));

/** By then the first screen stands and the phone has started. */
const settledMs = 1_500;

type Open =
  | 'palette'
  | 'search'
  | 'texts'
  | 'procedures'
  | 'settings'
  | 'keys'
  | 'diagnostics'
  | 'incidents'
  | 'refused'
  | 'password'
  | 'signIn'
  | 'signOut';

export type DeskScreenProps = {
  readonly onRenewed: (session: StoredSession, kept: boolean) => void;
  readonly onSignedOut: () => void;
};

/** The desk of a signed-in agent. */
export function DeskScreen({ onRenewed, onSignedOut }: DeskScreenProps) {
  const { store } = useDesk();
  const place = useKeptPlace(store);
  useLeftTickets(place.reopen);
  const [open, setOpen] = useState<Open | null>(null);
  const [callback, setCallback] = useState<CallbackRequest | null>(null);
  const [ahead, setAhead] = useState<TypingAhead | null>(null);
  const close = (): void => {
    ahead?.take();
    setOpen(null);
  };
  const openTyping = (what: Open): void => {
    ahead?.take();
    setAhead(catchTyping(window));
    setOpen(what);
  };
  useAction('desk.palette', () => openTyping('palette'));
  useAction('desk.search', () => openTyping('search'));
  useAction('procedure.start', () => openTyping('procedures'));
  // The note that is on the screen goes first.
  useAction('note.text', () => openTyping('texts'));
  useAction('desk.settings', () => setOpen('settings'));
  useAction('desk.keys', () => setOpen('keys'));
  useAction('desk.diagnostics', () => setOpen('diagnostics'));
  useAction('desk.incidents', () => setOpen('incidents'));
  useAction('desk.refused', () => setOpen('refused'));
  useAction('desk.password', () => setOpen('password'));
  useAction('desk.who', () => place.toggleWho());
  useLooks();
  useArrivals();
  useGlobalKeys();
  useAction('desk.headset', useConnectHeadset());

  const { who, toggleWho } = place;
  useEffect(() => {
    if (!who) return undefined;
    const back = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) toggleWho();
    };
    window.addEventListener('keydown', back);
    return () => window.removeEventListener('keydown', back);
  }, [who, toggleWho]);

  useEffect(() => {
    // Not at the start, but before they are asked for: what a key opens must come with the key.
    const later = setTimeout(() => {
      void import('./palette/palette.tsx');
      void import('./search/search-dialog.tsx');
      void import('./design/menu-list.tsx');
      void import('./callback/callback-dialog.tsx');
      void import('./texts/texts-dialog.tsx');
      void import('./who/contact-form.tsx');
      void import('./procedure/procedures-dialog.tsx');
    }, settledMs);
    return () => clearTimeout(later);
  }, []);

  return (
    <PlaceContext value={place}>
      <CallbackContext value={setCallback}>
        <div className={styles.desk}>
          <CallStrip onSignOut={() => setOpen('signOut')} />
          <div className={styles.columns}>
            <Rail />
            <ListColumn key={String(place.late)} section={place.section} />
            <TicketColumn ticketId={place.ticketId} />
            <WhoColumn />
          </div>
          <StatusLine onSignIn={() => setOpen('signIn')} />
        </div>
      </CallbackContext>
      <DialRequest />
      <Suspense fallback={null}>
        {callback === null ? null : <CallbackDialog request={callback} onClose={() => setCallback(null)} />}
        {open === 'palette' && ahead !== null ? <Palette ahead={ahead} onClose={close} /> : null}
        {open === 'search' && ahead !== null ? <SearchDialog ahead={ahead} onClose={close} /> : null}
        {open === 'texts' && ahead !== null ? <TextsDialog ahead={ahead} note={null} onClose={close} /> : null}
        {open === 'procedures' && ahead !== null ? (
          <ProceduresDialog ahead={ahead} ticketId={place.ticketId} onClose={close} />
        ) : null}
        {open === 'settings' ? <SettingsDialog onClose={close} /> : null}
        {open === 'keys' ? <KeysHelp onClose={close} /> : null}
        {open === 'diagnostics' ? <DiagnosticsDialog onClose={close} /> : null}
        {open === 'incidents' ? <IncidentsDialog onClose={close} /> : null}
        {open === 'refused' ? <RefusedDialog onClose={close} /> : null}
        {open === 'password' ? <PasswordDialog onClose={close} /> : null}
        {open === 'signOut' ? <SignOut onClose={close} onSignedOut={onSignedOut} /> : null}
        {open === 'signIn' ? (
          <SignInAgain
            onClose={close}
            onSignedIn={(session, kept) => {
              close();
              onRenewed(session, kept);
            }}
          />
        ) : null}
      </Suspense>
    </PlaceContext>
  );
}

function ListColumn({ section }: { readonly section: Section }) {
  const newTicket = useNewTicket();
  const { teamId } = useDesk();
  const create = (): void => void newTicket({ call: null, contact: null, linked: false });
  useAction('ticket.new', teamId === null ? null : create);
  switch (section) {
    case 'tickets':
      return <TicketList onNew={create} />;
    case 'calls':
      return <CallList />;
    case 'contacts':
      return <ContactList />;
    case 'colleagues':
      return (
        <Suspense fallback={null}>
          <ColleagueList />
        </Suspense>
      );
  }
}

/** Theme and language as actions, for the palette. */
function useLooks(): void {
  const { settings, changeSettings, start } = useServices();
  useAction('desk.theme', () => {
    const dark = document.documentElement.dataset['theme'] === 'dark';
    changeSettings({ theme: dark ? 'light' : 'dark' });
  });
  useAction('desk.language', () => {
    const next: Settings['language'] = languageFor(settings.language, start.systemLanguage) === 'fr' ? 'en' : 'fr';
    changeSettings({ language: next });
  });
}
