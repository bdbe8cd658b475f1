import {
  Activity,
  Ellipsis,
  Grid3x3,
  MessageCircleQuestionMark,
  Phone,
  Split,
  UserRoundMinus,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { actions, type ActionId } from '../actions/catalogue.ts';
import { useAvailable } from '../actions/use-action.ts';
import { useShownKey } from '../actions/use-keys.ts';
import buttons from '../design/button.module.css';
import { Menu } from '../design/menu.tsx';
import { useText } from '../words/use-text.ts';

type FurtherAction = { readonly action: ActionId; readonly icon: ReactNode };

/**
 * What can be done in a call beyond its buttons, in sections. A part of the desk that offers an action of the current call (`useAction`)
 * names it here; only what is offered now is shown.
 */
const furtherActions: readonly (readonly FurtherAction[])[] = [
  [
    { action: 'call.conference', icon: <Users size={15} /> },
    { action: 'call.leave', icon: <UserRoundMinus size={15} /> },
    { action: 'call.split', icon: <Split size={15} /> },
  ],
  [
    { action: 'call.keypad', icon: <Grid3x3 size={15} /> },
    { action: 'call.dial', icon: <Phone size={15} /> },
    { action: 'call.askValidation', icon: <MessageCircleQuestionMark size={15} /> },
    { action: 'call.quality', icon: <Activity size={15} /> },
  ],
];

/** The overflow of the current call's buttons. */
export function CallMenu() {
  const text = useText();
  const shown = useShownKey();
  const hub = useAvailable();
  const sections = furtherActions
    .map((section) => section.filter(({ action }) => hub.available(action)))
    .filter((section) => section.length > 0)
    .map((section) => ({
      title: null,
      choices: section.map(({ action, icon }) => {
        const hint = shown(action);
        return { id: action, label: text(actions[action].label), icon, ...(hint === null ? {} : { hint }) };
      }),
    }));
  if (sections.length === 0) return null;
  return (
    <Menu
      label={text('call.more')}
      className={`${buttons['outlined']} ${buttons['icon']}`}
      sections={sections}
      onChoose={(id) => {
        // The menu gives the focus back first: what runs may want it elsewhere.
        requestAnimationFrame(() => requestAnimationFrame(() => hub.run(id as ActionId)));
      }}
    >
      <Ellipsis size={16} aria-hidden="true" />
    </Menu>
  );
}
