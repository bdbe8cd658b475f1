import { NotebookPen, PencilLine } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { TicketView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useShownKey } from '../actions/use-keys.ts';
import { Button } from '../design/button.tsx';
import { Menu, type Choice } from '../design/menu.tsx';
import { useText } from '../words/use-text.ts';
import { KindMark } from './kind-mark.tsx';
import type { RecordKind } from './record-draft.ts';
import { begunLabel, kindLabel } from './record-words.ts';
import styles from './records.module.css';
import { useRecord } from './use-record.ts';

const ExchangeDialog = lazy(() => import('./exchange-dialog.tsx'));
const SatisfactionDialog = lazy(() => import('./satisfaction-dialog.tsx'));

const actionOf = { email: 'ticket.email', chat: 'ticket.chat', satisfaction: 'ticket.satisfaction' } as const;
const kinds = Object.keys(actionOf) as RecordKind[];

/** What happened outside Casque and is kept with the ticket, beside the note; what was begun of it stays in sight. */
export default function TicketRecords({ view }: { readonly view: TicketView }) {
  const text = useText();
  const shownKey = useShownKey();
  const [open, setOpen] = useState<RecordKind | null>(null);
  const { id } = view.ticket;
  const works = {
    email: useRecord('email', id),
    chat: useRecord('chat', id),
    satisfaction: useRecord('satisfaction', id),
  };
  useAction(actionOf.email, () => setOpen('email'));
  useAction(actionOf.chat, () => setOpen('chat'));
  useAction(actionOf.satisfaction, () => setOpen('satisfaction'));
  const choices = kinds.map((kind): Choice => {
    const hint = shownKey(actionOf[kind]);
    const icon = <KindMark kind={kind} size={14} />;
    return { id: kind, label: text(kindLabel[kind]), icon, ...(hint === null ? {} : { hint }) };
  });
  const Dialog = open === 'satisfaction' ? SatisfactionDialog : ExchangeDialog;
  return (
    <>
      {kinds
        .filter((kind) => works[kind].begun)
        .map((kind) => (
          <Button
            key={kind}
            kind="outlined"
            className={styles.begun ?? ''}
            icon={<PencilLine size={13} aria-hidden="true" />}
            onClick={() => setOpen(kind)}
          >
            {text(begunLabel[kind])}
          </Button>
        ))}
      <Menu
        label={text('record.menu')}
        className={styles.menu}
        sections={[{ title: null, choices }]}
        onChoose={(kind) => setOpen(kind as RecordKind)}
      >
        <span className={styles.menuFace} title={text('record.menu')}>
          <NotebookPen size={14} aria-hidden="true" />
          <span className={styles.menuWord}>{text('record.open')}</span>
        </span>
      </Menu>
      {open === null ? null : (
        <Suspense fallback={null}>
          <Dialog key={open} view={view} work={works[open]} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
