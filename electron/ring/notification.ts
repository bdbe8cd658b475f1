import { Notification } from 'electron';
import type { NotificationWish, ShownNotification } from './ring-signals.ts';

/** Newer versions of Electron tell the index in the event, older ones beside it. */
type ActionEvent = { readonly actionIndex?: number };

/** Shows it without a sound: the ring is ours. Null where the system has no notifications. */
export function showNotification({
  title,
  body,
  actions,
  onAction,
  onClick,
}: NotificationWish): ShownNotification | null {
  if (!Notification.isSupported()) return null;
  const notification = new Notification({
    title,
    body,
    silent: true,
    urgency: 'critical',
    timeoutType: 'never',
    actions: actions.map((text) => ({ type: 'button', text })),
  });
  notification.on('click', onClick);
  notification.on('action', (event: unknown, index: unknown) => {
    const chosen = typeof index === 'number' ? index : (event as ActionEvent).actionIndex;
    if (chosen !== undefined) onAction(chosen);
  });
  notification.show();
  return { close: () => notification.close() };
}
