import type { TestDesk } from './desk.ts';

export type Person =
  | 'owner'
  | 'on another device'
  | 'colleague'
  | 'out of team'
  | 'supervisor elsewhere'
  | 'administrator elsewhere'
  | 'moved away';
export type Expected = Readonly<Record<Person, 'applied' | 'forbidden'>>;

export const people: readonly Person[] = [
  'owner',
  'on another device',
  'colleague',
  'out of team',
  'supervisor elsewhere',
  'administrator elsewhere',
  'moved away',
];

export const teamsOnly: Expected = {
  owner: 'applied',
  'on another device': 'applied',
  colleague: 'applied',
  'out of team': 'forbidden',
  'supervisor elsewhere': 'applied',
  'administrator elsewhere': 'applied',
  'moved away': 'forbidden',
};
export const ownersOnly: Expected = {
  ...teamsOnly,
  colleague: 'forbidden',
  'supervisor elsewhere': 'forbidden',
  'administrator elsewhere': 'forbidden',
};
export const supervisorsOnly: Expected = {
  ...ownersOnly,
  owner: 'forbidden',
  'on another device': 'forbidden',
  'supervisor elsewhere': 'applied',
  'administrator elsewhere': 'applied',
};
export const everybodys: Expected = { ...teamsOnly, 'out of team': 'applied', 'moved away': 'applied' };

export type MutationRow = {
  readonly expected: Expected;
  /** Queues at the owner's desk what the mutation needs to be there; returns its arguments. */
  readonly args: (owner: TestDesk) => unknown;
  /** What nobody of blue may do either, whoever they are there. */
  readonly never?: readonly { readonly what: string; readonly args: (owner: TestDesk) => unknown }[];
};

export type RouteRow = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** `public`: needs no session, and tells nothing of anybody. */
  readonly access: 'session' | 'public' | 'metrics';
  /** What another agent gets who tries to reach carol's by it. */
  readonly foreign?: (token: string) => Promise<void>;
};
