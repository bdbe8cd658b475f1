import { describe, expect, it } from 'vitest';
import { activityIn, readDialogInfo } from '../../../renderer/voice/sip/dialog-info.ts';

function document(state: string, dialogs: string): string {
  return `<?xml version="1.0"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="${state}" entity="sip:202@pbx.example">
 ${dialogs}
</dialog-info>`;
}

const dialog = (id: string, state: string, direction = 'recipient') =>
  `<dialog id="${id}" direction="${direction}"><state>${state}</state></dialog>`;

function activity(body: string): string | undefined {
  const dialogs = readDialogInfo(body);
  return dialogs === undefined ? undefined : activityIn(dialogs);
}

/** SOFTPHONE.md, «Subscriptions». */
describe('a dialog-info document', () => {
  it.each([
    ['nothing', '', 'idle'],
    ['a call that is over', dialog('a', 'terminated'), 'idle'],
    ['a call that rings', dialog('a', 'early'), 'ringing'],
    ['a call that is being made', dialog('a', 'early', 'initiator'), 'inCall'],
    ['a conversation', dialog('a', 'confirmed'), 'inCall'],
    ['a conversation, and a second call that rings', dialog('a', 'early') + dialog('b', 'confirmed'), 'inCall'],
    ['a state that nobody knows', dialog('a', 'sleeping'), 'idle'],
  ])('with %s', (_, dialogs, expected) => {
    expect(activity(document('full', dialogs))).toBe(expected);
  });

  it('is read with a namespace prefix too', () => {
    const prefixed = `<di:dialog-info xmlns:di="urn:ietf:params:xml:ns:dialog-info" version="1" state="full" entity="sip:a@b"><di:dialog id="x"><di:state>confirmed</di:state></di:dialog></di:dialog-info>`;
    expect(activity(prefixed)).toBe('inCall');
  });

  it('that is partial changes what was known', () => {
    const before = readDialogInfo(document('full', dialog('a', 'confirmed') + dialog('b', 'early')));
    const after = readDialogInfo(document('partial', dialog('a', 'terminated')), before);
    expect(after === undefined ? undefined : activityIn(after)).toBe('ringing');
  });

  it.each([
    ['no XML', 'Messages-Waiting: yes'],
    ['nothing', ''],
    ['another document', '<presence xmlns="urn:ietf:params:xml:ns:pidf"/>'],
    ['half a document', '<dialog-info version="0" state="full"><dialog id="a"><state>confirmed'],
    ['too much', document('full', dialog('a', 'confirmed').repeat(2000))],
    ['an entity that grows', `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${document('full', '&b;&b;')}`],
  ])('that is %s says nothing of a call', (_, body) => {
    expect(activity(body) ?? 'idle').toBe('idle');
  });
});
