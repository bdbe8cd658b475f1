/**
 * `npm run faults -- --seed S --minutes M`: an agent works in the real application, with calls through a real exchange, while
 * everything around dies, and what they saw as done is compared with what the server and the exchange have. See docs/faults.md.
 */
import { parseArgs } from 'node:util';
import { runCampaign } from './run-campaign.ts';
import { isSabotage, sabotages } from './sabotage.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '5' },
    sabotage: { type: 'string' },
  },
});
const [seed, minutes] = [Number(values.seed), Number(values.minutes)];
const { sabotage } = values;
if (!Number.isInteger(seed) || seed < 0 || !(minutes > 0) || (sabotage !== undefined && !isSabotage(sabotage))) {
  console.error(
    `Usage: npm run faults -- [--seed WHOLE NUMBER] [--minutes M] [--sabotage ${Object.keys(sabotages).join('|')}]`,
  );
  process.exit(2);
}

console.log(`Seed ${seed}, ${minutes} minutes: npm run faults -- --seed ${seed} --minutes ${minutes}`);
report(await runCampaign({ seed, minutes, sabotage }));
