import type { PhoneCall } from '../../voice/contract/state.ts';
import { useText } from '../words/use-text.ts';
import { usePersonName } from './use-person-name.ts';

/** What the PBX says about a call beyond its number: who sent it on, the customer's number, and what the administrator wants shown. */
export function CallFacts({ call, className }: { readonly call: PhoneCall; readonly className?: string | undefined }) {
  const text = useText();
  const { divertedBy } = call;
  const found = usePersonName(divertedBy?.number ?? null);
  const from = divertedBy?.displayName ?? found;
  const facts = [
    ...(divertedBy === null ? [] : [from === null ? text('call.diverted') : text('call.divertedBy', { name: from })]),
    ...(call.customerNumber === null ? [] : [text('call.customerNumber', { number: call.customerNumber })]),
    ...call.headers.map(({ label, value }) => text('call.header', { label, value })),
  ];
  return facts.map((fact) => (
    <span key={fact} className={className} title={fact}>
      {fact}
    </span>
  ));
}
