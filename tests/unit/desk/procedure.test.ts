import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { faultOf, type ProcedureStep } from '../../../domain/procedure/procedure.ts';
import { emptyWork, readWork, stepsOf, withoutStep } from '../../../renderer/desk/procedure/form-work.ts';
import { runOf } from '../../../renderer/desk/procedure/run.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { TimelineItem } from '../../../renderer/store/contract.ts';

function step(id: string, fields: Partial<ProcedureStep> = {}): ProcedureStep {
  return { id, kind: 'do', text: id, say: '', yes: null, no: null, ...fields };
}

describe('a procedure that is being written', () => {
  it('is kept as it is typed, and what another version kept is passed over', () => {
    const work = { ...emptyWork('team'), title: 'Box' };
    expect(readWork(JSON.stringify(work))).toEqual(work);
    expect([readWork(''), readWork('{"title":1}')]).toEqual([null, null]);
  });

  it('leaves out the steps that say nothing, and what led there leads on', () => {
    const steps = [
      step('a', { kind: 'question', yes: 'c', no: 'd' }),
      step('b', { text: ' ' }),
      step('c', { text: '' }),
      step('d', { text: '' }),
    ];
    const sent = stepsOf({ title: 'x', whose: 'y', steps });
    expect(sent.map(({ id, yes, no }) => [id, yes, no])).toEqual([['a', 'end', 'end']]);
    expect(faultOf(sent)).toBeNull();
    expect(withoutStep([step('a', { yes: 'b' }), step('b'), step('c')], 1)[0]?.yes).toBe('c');
  });

  it('has branches at questions only', () => {
    const [sent] = stepsOf({ title: 'x', whose: 'y', steps: [step('a', { yes: 'end' })] });
    expect(sent?.yes).toBeNull();
  });
});

describe('a procedure that is followed', () => {
  const item = (entry: object): TimelineItem => ({
    kind: 'entry',
    entry: { id: newId(), scope: newId(), ticketId: newId(), authorId: newId(), at: '', ...entry } as Entry,
    authorName: '',
    delivery: 'confirmed',
  });
  const begun = (versionId: string) => item({ kind: 'procedure', versionId, title: versionId, version: 1 });
  const said = (versionId: string, stepId: string) =>
    item({ kind: 'step', versionId, stepId, text: '', answer: 'done', value: null });

  it('is the one that was begun last, with what was said since', () => {
    expect(runOf({ timeline: [item({ kind: 'note', text: 'x' })] })).toBeNull();
    const timeline = [begun('a'), said('a', '1'), begun('b'), said('a', '2'), said('b', '1')];
    expect(runOf({ timeline })).toMatchObject({ versionId: 'b', marks: [{ stepId: '1' }] });
    expect(runOf({ timeline: [...timeline, begun('a'), said('a', '1')] })?.marks).toHaveLength(1);
  });
});
