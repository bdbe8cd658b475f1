import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { Abbreviation, placeholders, type CannedText } from '../../../domain/text/canned-text.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { useSay } from '../notices/use-notices.ts';
import { useField } from '../ticket/use-field.ts';
import { useText } from '../words/use-text.ts';

export type TextFormProps = { readonly before: CannedText | null; readonly onClose: () => void };

/** A text that is written or changed. What is typed is kept: a crash and Escape leave it for the next time. */
export function TextForm({ before: given, onClose }: TextFormProps) {
  const text = useText();
  const say = useSay();
  const { store, session, me } = useDesk();
  // What a colleague changes while it is open is told when it is saved.
  const [before] = useState(given);
  const key = `text:${before?.id ?? 'new'}`;
  const title = useField(`${key}:title`, before?.title ?? '');
  const abbreviation = useField(`${key}:abbreviation`, before?.abbreviation ?? '');
  const words = useField(`${key}:words`, before?.text ?? '');
  const whose = useField(`${key}:whose`, before?.scope ?? me);
  const teams = useStoreQuery('teams', null) ?? [];
  const { role, teamIds } = session.info.agent;
  const mine = teams.filter(({ id }) => teamIds.includes(id));
  const [sending, setSending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const short = abbreviation.value.trim().replace(/^;/, '');
  const readable = short === '' || Abbreviation.safeParse(short).success;
  const ready = title.value.trim() !== '' && words.value.trim() !== '' && readable && !sending;

  const send = async (removed: boolean): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const typed = {
      title: title.value.trim(),
      text: words.value.trim(),
      abbreviation: short === '' ? null : short,
    };
    const kept = await title.draft.flush();
    const result = !kept.ok
      ? kept
      : before === null
        ? await mutate(
            store,
            'text.add@1',
            { id: newId(), teamId: mine.find(({ id }) => id === whose.value)?.id ?? null, ...typed },
            `${key}:title`,
          )
        : await mutate(
            store,
            'text.update@1',
            {
              id: before.id,
              changes: {
                ...(typed.title === before.title ? {} : { title: { base: before.title, value: typed.title } }),
                ...(typed.text === before.text ? {} : { text: { base: before.text, value: typed.text } }),
                ...(typed.abbreviation === before.abbreviation
                  ? {}
                  : { abbreviation: { base: before.abbreviation, value: typed.abbreviation } }),
                ...(removed ? { removed: { base: false, value: true } } : {}),
              },
            },
            `${key}:title`,
          );
    setSending(false);
    if (!result.ok) return say.error(result.code);
    for (const each of [title, abbreviation, words, whose]) each.draft.type('');
    onClose();
  };

  return (
    <FormDialog
      title={text(before === null ? 'texts.new' : 'texts.change')}
      save={text('texts.save')}
      ready={ready}
      onSave={() => void send(false)}
      remove={before === null ? undefined : text('texts.remove')}
      onRemove={() => void send(true)}
      onClose={onClose}
    >
      <div className={form.pair}>
        <Field label={text('texts.name')}>
          <input
            ref={first}
            value={title.value}
            maxLength={80}
            required
            onChange={(event) => title.type(event.target.value)}
          />
        </Field>
        <Field label={text('texts.abbreviation')}>
          <input
            value={abbreviation.value}
            maxLength={25}
            spellCheck={false}
            autoComplete="off"
            placeholder={text('texts.abbreviationHint')}
            aria-invalid={!readable}
            aria-describedby="text-abbreviation"
            onChange={(event) => abbreviation.type(event.target.value)}
          />
        </Field>
      </div>
      <p id="text-abbreviation" className={form.hint} role="status" data-failed={readable ? undefined : ''}>
        {readable ? text('texts.abbreviationUse') : text('texts.abbreviationUnread')}
      </p>
      <Field label={text('texts.words')}>
        <textarea
          value={words.value}
          rows={7}
          maxLength={10_000}
          required
          spellCheck
          aria-describedby="text-placeholders"
          onChange={(event) => words.type(event.target.value)}
        />
      </Field>
      <p id="text-placeholders" className={form.hint}>
        {text('texts.placeholders', { names: placeholders.map((each) => `{${each}}`).join(' ') })}
      </p>
      {before !== null || role === 'agent' ? null : (
        <Field label={text('texts.whose')}>
          <select className={form.select} value={whose.value} onChange={(event) => whose.type(event.target.value)}>
            <option value={me}>{text('texts.forMe')}</option>
            {mine.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
    </FormDialog>
  );
}
