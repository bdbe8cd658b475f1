#!/usr/bin/env node
import { buildProgram } from './command/program.ts';
import { sentenceFor } from './command/fail.ts';

try {
  await buildProgram().parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exitCode = 1;
}
