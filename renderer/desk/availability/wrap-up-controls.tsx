import { ChevronDown, ClipboardCheck, ClipboardPen, TimerReset } from 'lucide-react';
import { useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { WrapUp } from '../../voice/contract/work-state.ts';
import { useAction } from '../actions/use-action.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import buttons from '../design/button.module.css';
import { KeyHint } from '../design/key-hint.tsx';
import { Menu } from '../design/menu.tsx';
import { useCommand } from '../phone/use-command.ts';
import { Countdown } from '../strip/timer.tsx';
import { useWords } from '../words/use-text.ts';
import { ownText } from './state-words.ts';
import styles from './availability.module.css';
import { useTeamWork } from './use-team-work.ts';

/** How long the work after this call still lasts. */
export function WrapUpTimer({ wrapUp }: { readonly wrapUp: WrapUp }) {
  const { text } = useWords();
  return (
    <span className={styles.wrapUp}>
      <ClipboardPen size={14} aria-hidden="true" />
      {text('agentState.wrapUp')}
      <Countdown to={wrapUp.endsAt} />
    </span>
  );
}

export type WrapUpControlsProps = {
  readonly callId: Id;
  /** The agent has done with it. */
  readonly onEnd: () => void;
};

/** What came of the call, more time for it, and its end. Nothing of it takes the focus from what is being typed. */
export function WrapUpControls({ callId, onEnd }: WrapUpControlsProps) {
  const { text, language } = useWords();
  const command = useCommand();
  const mutate = useMutate();
  const rules = useTeamWork();
  const [open, setOpen] = useState(false);
  const row = useStoreQuery('call', { id: callId }) ?? null;
  const { codes, extension } = rules.wrapUp;
  const chosen = codes.find(({ id }) => id === row?.wrapUpCode);
  const extend = (): void => command({ type: 'extendWrapUp' });
  useAction('wrapUp.code', codes.length > 0 && row !== null ? () => setOpen(true) : null);
  useAction('wrapUp.extend', extend);
  useAction('wrapUp.end', onEnd);
  const label = chosen === undefined ? text('wrapUp.code') : ownText(chosen.label, language);

  return (
    <>
      {codes.length === 0 ? null : (
        <Menu
          label={text('wrapUp.codeIs', { code: label })}
          className={`${buttons['outlined']} ${styles.code}`}
          isOpen={open}
          onOpenChange={setOpen}
          sections={[
            {
              title: null,
              choices: codes.map((code) => ({
                id: code.id,
                label: ownText(code.label, language),
                chosen: code.id === chosen?.id,
              })),
            },
          ]}
          onChoose={(code) => void mutate('call.wrapUp@1', { id: callId, code })}
        >
          {chosen === undefined ? null : <ClipboardCheck size={15} aria-hidden="true" />}
          {label}
          <KeyHint action="wrapUp.code" />
          <ChevronDown size={14} aria-hidden="true" />
        </Menu>
      )}
      <Button kind="outlined" action="wrapUp.extend" icon={<TimerReset size={15} />} onClick={extend}>
        {text('wrapUp.extend', { seconds: extension })}
      </Button>
      <Button kind="accent" action="wrapUp.end" onClick={onEnd}>
        {text('wrapUp.end')}
      </Button>
    </>
  );
}
