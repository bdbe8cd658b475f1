import { internetScenarios } from './internet.ts';
import { level2Scenarios } from './level2.ts';
import { mobileScenarios } from './mobile.ts';
import { proScenarios } from './pro.ts';
import type { Scenario } from './scenario.ts';
import { televisionScenarios } from './television.ts';

export const scenarios: readonly Scenario[] = [
  ...internetScenarios,
  ...televisionScenarios,
  ...proScenarios,
  ...mobileScenarios,
  ...level2Scenarios,
];
