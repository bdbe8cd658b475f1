import { DOMParser } from '@xmldom/xmldom';

/** What a line is doing, as the PBX tells it. */
export type LineActivity = 'idle' | 'ringing' | 'inCall';

/** A longer document is nobody's: a line has a handful of dialogs. Characters. */
const longestDocument = 65_536;

/** What is known of one watched line: its dialogs by id. A `partial` document changes some of them (RFC 4235 §4.3). */
export type Dialogs = ReadonlyMap<string, LineActivity>;

export const noDialogs: Dialogs = new Map();

/** Reads an `application/dialog-info+xml` document on top of what was known. Undefined when it is none. */
export function readDialogInfo(body: string, before: Dialogs = noDialogs): Dialogs | undefined {
  const root = rootOf(body);
  if (root === undefined || localName(root) !== 'dialog-info') return undefined;
  const dialogs = new Map(root.getAttribute('state') === 'partial' ? before : noDialogs);
  for (const dialog of childrenOf(root, 'dialog')) {
    const [state] = childrenOf(dialog, 'state');
    if (state === undefined) continue;
    const activity = activityOf(state.textContent.trim(), dialog.getAttribute('direction') === 'recipient');
    const id = dialog.getAttribute('id') ?? '';
    if (activity === 'idle') dialogs.delete(id);
    else dialogs.set(id, activity);
  }
  return dialogs;
}

/** The one word for all dialogs of a line. */
export function activityIn(dialogs: Dialogs): LineActivity {
  const all = [...dialogs.values()];
  if (all.includes('inCall')) return 'inCall';
  return all.includes('ringing') ? 'ringing' : 'idle';
}

/** RFC 4235 §3.7.1. Somebody who dials is not free either, from the first moment. */
function activityOf(state: string, incoming: boolean): LineActivity {
  switch (state.toLowerCase()) {
    case 'confirmed':
      return 'inCall';
    case 'trying':
    case 'proceeding':
    case 'early':
      return incoming ? 'ringing' : 'inCall';
    default:
      return 'idle';
  }
}

function rootOf(body: string): Element | undefined {
  if (body.length > longestDocument) return undefined;
  const problems: string[] = [];
  const fail = (problem: string): void => void problems.push(problem);
  const parser = new DOMParser({
    locator: {},
    errorHandler: { warning: () => undefined, error: fail, fatalError: fail },
  });
  try {
    const [root] = elementsIn(parser.parseFromString(body, 'text/xml'));
    return problems.length > 0 ? undefined : root;
  } catch {
    return undefined;
  }
}

function childrenOf(parent: Element, name: string): Element[] {
  return elementsIn(parent).filter((element) => localName(element) === name);
}

function elementsIn(parent: Node): Element[] {
  const found: Element[] = [];
  for (let child: Node | null = parent.firstChild; child !== null; child = child.nextSibling) {
    if (isElement(child)) found.push(child);
  }
  return found;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** PBXs put the namespace here or there, or leave it out. */
function localName(element: Element): string {
  return element.nodeName.replace(/^.*:/, '').toLowerCase();
}
