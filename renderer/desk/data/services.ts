import { createContext, useContext } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { DeskBridge } from '../../bridges/desk-bridge.ts';
import type { Settings, SettingsChange } from '../../bridges/settings.ts';
import type { Store } from '../../store/contract.ts';
import type { PhoneClient } from '../phone/phone-client.ts';
import type { DeskSession, ExpectedStart } from './expected-data.ts';

/** What every part of the desk may use. */
export type Services = {
  readonly bridge: DeskBridge;
  readonly phone: PhoneClient;
  readonly start: ExpectedStart;
  readonly settings: Settings;
  readonly changeSettings: (change: SettingsChange) => void;
};

export type Desk = {
  readonly session: DeskSession;
  readonly store: Store;
  readonly me: Id;
  /** The team that new tickets and calls go to; null for an agent without a team. */
  readonly teamId: Id | null;
  /** ISO 3166-1 alpha-2, for reading and writing numbers. */
  readonly country: string;
  /** Callers can be sent to a voicemail. */
  readonly voicemail: boolean;
};

export const ServicesContext = createContext<Services | null>(null);
export const DeskContext = createContext<Desk | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('No ServicesContext above this part of the desk');
  return services;
}

/** Who is signed in, and their data. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('No DeskContext above this part of the desk');
  return desk;
}

export function deskOf(session: DeskSession, store: Store): Desk {
  const { agent, teams, line } = session.info;
  return {
    session,
    store,
    me: agent.id,
    teamId: agent.teamIds[0] ?? teams[0]?.id ?? null,
    country: line?.country ?? 'FR',
    voicemail: (line?.calls.voicemail ?? null) !== null,
  };
}
