import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { errorText } from '../words/labels.ts';
import { formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './refused.module.css';

const deed: Readonly<Record<MutationName, string>> = {
  'ticket.create@1': 'refused.ticketCreate',
  'ticket.update@1': 'refused.ticketUpdate',
  'ticket.setState@1': 'refused.ticketState',
  'note.add@1': 'refused.noteAdd',
  'call.log@1': 'refused.callLog',
  'call.link@1': 'refused.callLink',
  'call.handled@1': 'refused.callHandled',
  'call.rate@1': 'refused.callRate',
  'call.wrapUp@1': 'refused.callWrapUp',
  'contact.create@1': 'refused.contactCreate',
  'validation.ask@1': 'refused.validationAsk',
  'validation.answer@1': 'refused.validationAnswer',
  'validation.withdraw@1': 'refused.validationWithdraw',
  'callback.promise@1': 'refused.callbackPromise',
  'callback.update@1': 'refused.callbackUpdate',
  'callback.close@1': 'refused.callbackClose',
  'equipment.add@1': 'refused.equipmentAdd',
  'equipment.update@1': 'refused.equipmentUpdate',
};

/** What the server did not take, why, and the words that were in it, so that nothing vanishes. */
export default function RefusedDialog({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWords();
  const refused = useStoreQuery('refused', null) ?? [];
  return (
    <Dialog title={text('refused.title')} size="medium" onClose={onClose}>
      {refused.length === 0 ? (
        <p className={styles.none}>{text('refused.none')}</p>
      ) : (
        <ul className={styles.list}>
          {refused.map((item) => (
            <Refused key={item.id} item={item} onClose={onClose} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Refused({ item, onClose }: { readonly item: RefusedMutation; readonly onClose: () => void }) {
  const { text, locale } = useWords();
  const { store } = useDesk();
  const say = useSay();
  const place = usePlace();
  const args = fieldsOf(item.args);
  const ticketId =
    item.name === 'note.add@1' ? args['ticketId'] : item.name.startsWith('ticket.') ? args['id'] : undefined;
  const words = [args['text'], args['question'], args['about']].find(
    (value) => typeof value === 'string' && value !== '',
  ) as string | undefined;
  const conflict = item.result.outcome === 'conflict';
  const code = item.result.code ?? 'MUTATION_FAILED';
  const dismiss = (): void => {
    void store.request('dismissRefused', { id: item.id }).then(
      (result) => {
        if (!result.ok) say.error(result.code);
      },
      () => say.error('STORE_UNAVAILABLE'),
    );
  };
  return (
    <li className={styles.item}>
      <p className={styles.head}>
        <strong>{text(deed[item.name])}</strong>
        <time dateTime={item.at}>{formatMoment(item.at, locale)}</time>
      </p>
      <p className={styles.why} data-conflict={conflict ? '' : undefined}>
        {conflict ? text('refused.conflict') : errorText(code, text)}
      </p>
      {words === undefined ? null : (
        <p className={styles.words} data-selectable="">
          {words}
        </p>
      )}
      <div className={styles.buttons}>
        {words === undefined ? null : (
          <Button kind="outlined" onClick={() => void navigator.clipboard.writeText(words)}>
            {text('refused.copy')}
          </Button>
        )}
        {typeof ticketId === 'string' ? (
          <Button
            kind="outlined"
            onClick={() => {
              place.openTicket(ticketId);
              onClose();
            }}
          >
            {text('refused.openTicket')}
          </Button>
        ) : null}
        <Button onClick={dismiss}>{text('refused.dismiss')}</Button>
      </div>
    </li>
  );
}

function fieldsOf(args: unknown): Readonly<Record<string, unknown>> {
  return typeof args === 'object' && args !== null ? (args as Record<string, unknown>) : {};
}
