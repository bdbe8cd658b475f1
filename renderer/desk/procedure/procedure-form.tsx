import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { mostSteps, type Procedure, type ProcedureStep } from '../../../domain/procedure/procedure.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { useSay } from '../notices/use-notices.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { useText } from '../words/use-text.ts';
import { emptyWork, readWork, stepsOf, withStep, withoutStep, type Work } from './form-work.ts';
import styles from './procedure.module.css';
import { StepFields } from './step-fields.tsx';

export type ProcedureFormProps = { readonly before: Procedure | null; readonly onClose: () => void };

const everybody = 'everybody';

/** A procedure that is written, or the next version of one. What is typed is kept: a crash and Escape leave it for the next time. */
export function ProcedureForm({ before: given, onClose }: ProcedureFormProps) {
  const text = useText();
  const say = useSay();
  const { store, session } = useDesk();
  // What a colleague writes while it is open makes this one a version too late, which is told when it is saved.
  const [before] = useState(given);
  const key = `procedure:${before?.id ?? 'new'}`;
  const draft = useDraft(key);
  const [first] = useState<Work>(() =>
    before === null ? emptyWork(session.info.agent.teamIds[0] ?? everybody) : { ...before, whose: before.scope },
  );
  const work = readWork(draft.text) ?? first;
  const change = (part: Partial<Work>): void => draft.type(JSON.stringify({ ...work, ...part }));
  const teams = useStoreQuery('teams', null) ?? [];
  const mine = teams.filter(({ id }) => session.info.agent.teamIds.includes(id));
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const steps = stepsOf(work);
  const ready = work.title.trim() !== '' && steps.length > 0 && !sending;

  const save = async (retired: boolean): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const kept = await draft.flush();
    const result = !kept.ok
      ? kept
      : retired && before !== null
        ? await mutate(store, 'procedure.retire@1', { versionId: before.id, retired: true }, key)
        : await mutate(
            store,
            'procedure.write@1',
            {
              procedureId: before?.procedureId ?? newId(),
              version: (before?.version ?? 0) + 1,
              teamId: teamOf(
                before,
                work,
                mine.map(({ id }) => id),
              ),
              title: work.title.trim(),
              steps,
            },
            key,
          );
    setSending(false);
    if (!result.ok) return say.error(result.code);
    draft.forget();
    onClose();
  };
  const changeStep = (index: number, step: ProcedureStep): void => change({ steps: withStep(work.steps, index, step) });

  return (
    <FormDialog
      title={text(before === null ? 'procedure.new' : 'procedure.change')}
      size="large"
      save={before === null ? text('texts.save') : text('procedure.saveVersion', { version: before.version + 1 })}
      ready={ready}
      onSave={() => void save(false)}
      remove={before === null ? undefined : text('procedure.retire')}
      onRemove={() => void save(true)}
      onClose={onClose}
    >
      <div className={form.pair}>
        <Field label={text('procedure.name')}>
          <input
            ref={field}
            value={work.title}
            maxLength={120}
            required
            onChange={(event) => change({ title: event.target.value })}
          />
        </Field>
        {before !== null ? null : (
          <Field label={text('texts.whose')}>
            <select
              className={form.select}
              value={work.whose}
              onChange={(event) => change({ whose: event.target.value })}
            >
              <option value={everybody}>{text('procedure.everybody')}</option>
              {mine.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
      </div>
      <ol className={styles.fields} aria-label={text('procedure.steps')}>
        {work.steps.map((step, index) => (
          <StepFields
            key={step.id}
            steps={work.steps}
            index={index}
            onChange={(next) => changeStep(index, next)}
            onRemove={() => change({ steps: withoutStep(work.steps, index) })}
          />
        ))}
      </ol>
      <Button
        kind="outlined"
        className={styles.add ?? ''}
        icon={<Plus size={14} />}
        disabled={work.steps.length === mostSteps}
        onClick={() => change({ steps: [...work.steps, emptyWork('').steps[0] as ProcedureStep] })}
      >
        {text('procedure.addStep')}
      </Button>
    </FormDialog>
  );
}

/** A procedure stays where it is; a new one goes to a team, or to all. */
function teamOf(before: Procedure | null, work: Work, teamIds: readonly string[]): string | null {
  if (before === null) return teamIds.find((id) => id === work.whose) ?? null;
  return teamIds.find((id) => id === before.scope) ?? null;
}
