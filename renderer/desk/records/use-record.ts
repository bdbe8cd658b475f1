import { useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import type { DraftText } from '../ticket/use-draft.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { isBegun, recordKey, typedIn, withTyped, type RecordKind, type Typed } from './record-draft.ts';

export type RecordWork = {
  readonly kind: RecordKind;
  readonly key: string;
  readonly draft: DraftText;
  readonly typed: Typed;
  /** Words of it are kept that were not recorded. */
  readonly begun: boolean;
  readonly sending: boolean;
  readonly type: (field: string, value: string) => void;
  readonly drop: () => void;
  /** Runs the mutation and ends the draft, in one step; says so. True: it was done. */
  readonly record: <N extends MutationName>(name: N, args: MutationArgs<N>, done: string) => Promise<boolean>;
};

/** A record that is being written; what is typed is kept as it is typed. */
export function useRecord(kind: RecordKind, ticketId: Id): RecordWork {
  const { store } = useDesk();
  const say = useSay();
  const key = recordKey(kind, ticketId);
  const draft = useDraft(key);
  const [sending, setSending] = useState(false);
  return {
    kind,
    key,
    draft,
    typed: typedIn(draft.text),
    begun: isBegun(draft.text),
    sending,
    type: (field, value) => draft.type(withTyped(draft.text, field, value)),
    drop: () => draft.type(''),
    record: async (name, args, done) => {
      if (sending) return false;
      setSending(true);
      const kept = await draft.flush();
      const result = kept.ok ? await mutate(store, name, args, key) : kept;
      setSending(false);
      if (result.ok) {
        draft.forget();
        say.good(done);
      } else say.error(result.code);
      return result.ok;
    },
  };
}
