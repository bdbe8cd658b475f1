/** WCAG 2.2 AA by axe's rules. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What depends on the theme: every other rule finds the same in both. */
export const colourRules = ['color-contrast', 'link-in-text-block'] as const;

/**
 * What axe finds, by rule and element; nothing is the only good answer.
 * @param rules by axe's ids; all of them when left out
 */
export async function holds(desk: Page, screen: string, rules?: readonly string[]): Promise<void> {
  // Colours are measured as they come to rest.
  await desk.evaluate(async () => {
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isShort)
        .map((animation) => animation.finished),
    );
    function isShort(animation: Animation): boolean {
      return animation.effect?.getTiming().iterations !== Infinity;
    }
  });
  // Electron opens no second page for axe to gather its results in: "legacy mode" does without.
  const axe = new AxeBuilder({ page: desk }).setLegacyMode(true);
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  expect.soft(found, screen).toEqual([]);
}
