import type { PhoneStatus, Presence } from '../bridges/phone-status.ts';
import type { PhoneSnapshot } from './contract/state.ts';

/** What the system shows of the phone: tray, notification, badge. The desk may be dead or behind other windows. */
export function phoneStatus(snapshot: PhoneSnapshot): PhoneStatus {
  const ringing = snapshot.calls
    .filter((call) => call.phase === 'ringing')
    .map(({ id, number, displayName, queue }) => {
      const title = displayName ?? number ?? '';
      const facts = [title === number ? null : number, queue];
      return { callId: id, title, detail: facts.filter((fact) => fact !== null).join(', ') };
    });
  return { presence: presenceOf(snapshot), ringing };
}

function presenceOf({ mode, account, calls }: PhoneSnapshot): Presence {
  const live = calls.filter((call) => call.phase !== 'ended');
  if (live.some((call) => call.phase === 'ringing')) return 'ringing';
  if (live.length > 0) return 'inCall';
  if (mode === 'none') return 'none';
  return account.state === 'registered' ? 'available' : 'unreachable';
}
