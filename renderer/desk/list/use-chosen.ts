import { useState } from 'react';

export type Chosen<Item> = {
  readonly key: string;
  /** -1 when it is not in the list. */
  readonly index: number;
  readonly item: Item | undefined;
  readonly choose: (item: Item | undefined) => void;
  /** What is to be chosen once this one has gone. */
  readonly beside: (item: Item) => Item | undefined;
};

/** What is chosen in a list that changes under the eyes: by its key, so that what a key does never falls on the neighbour. */
export function useChosen<Item>(items: readonly Item[], keyOf: (item: Item) => string): Chosen<Item> {
  const [key, setKey] = useState('');
  const index = items.findIndex((item) => keyOf(item) === key);
  return {
    key,
    index,
    item: items[index],
    choose: (item) => setKey(item === undefined ? '' : keyOf(item)),
    beside: (item) => {
      const at = items.indexOf(item);
      return items[at + 1] ?? items[at - 1];
    },
  };
}
