import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { Store } from '../../store/contract.ts';
import { placeKey, readPlace, writePlace } from './kept-place.ts';
import { type Place, type PlaceControl } from './place.ts';

/** The place, kept in the store. What the agent does before the kept place is read wins over it. */
export function useKeptPlace(store: Store): PlaceControl {
  const [kept] = useState(() => store.keptDraft(placeKey));
  const [place, setPlace] = useState<Place>(() => readPlace(kept ?? undefined));
  const [who, setWho] = useState(false);
  const [contactFor, setContactFor] = useState<Id | null>(null);
  const [subjectWanted, setSubjectWanted] = useState<Id | null>(null);
  const [making, setMaking] = useState<Id | null>(null);
  const touched = useRef(false);
  const latest = useRef(place);

  useEffect(() => {
    if (kept !== undefined) return undefined;
    let current = true;
    void store.request('draft', { key: placeKey }).then(
      (draft) => {
        if (!current || touched.current) return;
        latest.current = readPlace(draft?.text);
        setPlace(latest.current);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [store, kept]);

  const move = useCallback(
    (change: Partial<Place>) => {
      touched.current = true;
      latest.current = { ...latest.current, ...change };
      setPlace(latest.current);
      // Losing the place is a nuisance, not a loss of words: no sentence for it.
      void store.request('saveDraft', { key: placeKey, text: writePlace(latest.current) }).catch(() => undefined);
    },
    [store],
  );

  return useMemo(
    () => ({
      ...place,
      who,
      contactFor,
      making,
      subjectWanted,
      openTicket: (id, options) => {
        move({ ticketId: id, contact: null });
        setSubjectWanted(options?.focusSubject === true ? id : null);
        setMaking(options?.focusSubject === true ? id : null);
        setWho(false);
      },
      openSection: (section) => move({ section }),
      openView: (view) => move({ section: 'tickets', view }),
      openContact: (contact) => {
        move({ contact: contact === null ? null : { id: contact.id, name: contact.name }, ticketId: null });
        setWho(contact !== null);
      },
      toggleWho: () => setWho((open) => !open),
      askContact: (callId) => {
        setContactFor(callId);
        if (callId !== null) setWho(true);
      },
      subjectFocused: () => setSubjectWanted(null),
    }),
    [place, who, contactFor, making, subjectWanted, move],
  );
}
