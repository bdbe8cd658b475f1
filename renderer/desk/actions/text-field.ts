/** Whether an element takes typed text. */
export function isTextField(element: Element | null): boolean {
  const field = element?.closest('input, textarea, [contenteditable="true"]') ?? null;
  return field !== null && !/^(checkbox|radio|button|range)$/.test(field.getAttribute('type') ?? 'text');
}

/** Text fields type letters; menus, lists of choices and dialogs find by them. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return isTextField(target) || target.closest('[role="menu"], [role="dialog"], [role="alertdialog"], select') !== null;
}
