/** What an agent sees of their work, by the French words on the screen. */

export type Seen = {
  readonly ringing: boolean;
  readonly call: { readonly phase: string; readonly words: string } | null;
  readonly subject: string | null;
  /** What stands in the note's field; null without a ticket. */
  readonly note: string | null;
  /** The desk says that it is on disk. */
  readonly noteKept: boolean;
  readonly timeline: readonly string[];
  readonly state: string | null;
  readonly priority: string | null;
  /** Which field has the focus. */
  readonly focus: string | null;
  readonly status: string;
  /** A menu is open: the keys are its own. */
  readonly menu: boolean;
  /** A dialog over the desk, or a screen instead of it. */
  readonly other: string | null;
};

/** An expression for the page; null until it is painted and takes keys. */
export const seenOnScreen = `(() => {
  if (performance.getEntriesByName('casque:usable').length === 0) return null;
  const find = (selector) => document.querySelector(selector);
  // French puts a space that does not break before a colon.
  const label = (selector) => find(selector)?.ariaLabel.replace(/\\s/g, ' ') ?? null;
  const line = find('section[aria-label^="Appel avec"]');
  return {
    ringing: find('section[aria-label="Appel entrant"]') !== null,
    call: line === null ? null : { phase: line.dataset.phase, words: line.textContent },
    subject: find('[data-place="subject"]')?.value ?? null,
    note: find('[data-place="note"]')?.value ?? null,
    noteKept: find('form[aria-label="Nouvelle note"]')?.textContent.includes('Enregistrée sur ce poste') ?? false,
    timeline: [...document.querySelectorAll('ol[aria-label="Fil du ticket"] > li')].map((each) => each.textContent),
    state: label('button[aria-label^="État"]'),
    priority: label('button[aria-label^="Priorité"]'),
    focus: document.activeElement?.dataset?.place ?? null,
    status: find('footer[aria-label="État"]')?.textContent ?? '',
    menu: find('[role="menu"]') !== null,
    other: find('[role="dialog"], [role="alertdialog"]')?.textContent ?? null,
  };
})()`;
