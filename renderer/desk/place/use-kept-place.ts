import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { placeKey, type Store } from '../../store/contract.ts';
import { readPlace, writePlace } from './kept-place.ts';
import { type Place, type PlaceControl } from './place.ts';
import { SpotKeeper } from './spot.ts';

/** The place, kept in the store. What the agent does before the kept place is read wins over it. */
export function useKeptPlace(store: Store): PlaceControl {
  const [kept] = useState(() => store.unsavedDraft(placeKey) ?? store.keptDraft(placeKey));
  const [first] = useState(() => readPlace(kept ?? undefined));
  const [place, setPlace] = useState<Place>(first.place);
  const [spot] = useState(() => new SpotKeeper(first.spot));
  const [late, setLate] = useState(false);
  const [who, setWho] = useState(first.place.contactFor !== null);
  const [subjectWanted, setSubjectWanted] = useState<Id | null>(null);
  const [making, setMaking] = useState<Id | null>(null);
  /** What was kept has been read, or the agent was faster: from now on there is something to keep. */
  const settled = useRef(kept !== undefined);
  /** Nothing was kept. */
  const absent = useRef(kept === null);
  /** The agent has gone somewhere since the start. */
  const gone = useRef(false);
  const latest = useRef(place);

  useEffect(() => {
    if (kept !== undefined) return undefined;
    let current = true;
    void store.request('draft', { key: placeKey }).then(
      (draft) => {
        if (!current || settled.current) return;
        settled.current = true;
        absent.current = draft === null;
        const read = readPlace(draft?.text);
        latest.current = read.place;
        spot.restore(read.spot);
        setPlace(read.place);
        setWho(read.place.contactFor !== null);
        setLate(true);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [store, kept, spot]);

  const keep = useCallback(() => {
    if (!settled.current) return;
    const text = writePlace(latest.current, spot.last);
    // Losing the place is a nuisance, not a loss of words: no sentence for it.
    void store.request('saveDraft', { key: placeKey, text }).catch(() => undefined);
  }, [store, spot]);

  useEffect(() => spot.follow(document, keep), [spot, keep]);

  const move = useCallback(
    (change: Partial<Place>) => {
      settled.current = true;
      gone.current = true;
      latest.current = { ...latest.current, ...change };
      spot.leave('ticketId' in change ? 'ticket' : 'list');
      setPlace(latest.current);
      keep();
    },
    [spot, keep],
  );

  return useMemo(
    () => ({
      ...place,
      spot,
      late,
      who,
      making,
      subjectWanted,
      openTicket: (id, options) => {
        move({ ticketId: id, contact: null });
        setSubjectWanted(options?.focusSubject === true ? id : null);
        setMaking(options?.focusSubject === true ? id : null);
        setWho(false);
      },
      reopen: (id) => {
        if (gone.current || latest.current.ticketId === id) return;
        move({ ticketId: id, contact: null });
        setSubjectWanted(id);
      },
      comeToCall: (ticketId) => {
        if (absent.current && !gone.current) move({ ticketId });
      },
      openSection: (section) => move({ section }),
      openView: (view) => move({ section: 'tickets', view }),
      openContact: (contact) => {
        move({ contact: contact === null ? null : { id: contact.id, name: contact.name }, ticketId: null });
        setWho(contact !== null);
      },
      toggleWho: () => setWho((open) => !open),
      askContact: (contactFor) => {
        settled.current = true;
        latest.current = { ...latest.current, contactFor };
        setPlace(latest.current);
        keep();
        if (contactFor !== null) setWho(true);
      },
      subjectFocused: () => setSubjectWanted(null),
    }),
    [place, spot, late, who, making, subjectWanted, move, keep],
  );
}
