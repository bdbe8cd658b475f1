import type { Contact } from '../../domain/contact/contact.ts';
import { organisationScope } from '../../domain/row.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** The customer of the guides and of the practice line: known by her number, with tickets that are open. */
export const annickRoussel: Contact = {
  id: '01980000-0000-7000-8000-000000001001',
  scope: organisationScope,
  name: 'Annick Roussel',
  organisation: null,
  town: 'Brest',
  email: 'annick.roussel@courriel.example',
  numbers: ['+33261910012', '+33639980012'],
  customerNumber: 'AT 2904 7731',
  equipment: [
    { kind: 'Box', label: 'Armor Box 6 n° AB290477' },
    { kind: 'Décodeur', label: 'Armor TV 4K n° AB290478' },
  ],
  note: 'Entend mal d’une oreille : parler lentement. Préfère être rappelée le matin.',
};

/** Her open tickets, by the subject of the scenario that tells them. */
export const regularTickets: readonly {
  readonly contact: Contact;
  readonly state: TicketState;
  readonly team: Scenario['team'];
  readonly about: RegExp;
}[] = [
  { contact: annickRoussel, state: 'open', team: 'internet', about: /plus après l’orage/ },
  { contact: annickRoussel, state: 'pending', team: 'internet', about: /Wi-Fi très lent/ },
];
