import { constants } from 'node:os';
import { isErrorCode } from '../../domain/errors.ts';
import { redact } from '../log/redact.ts';

/**
 * Words that errors of programs are made of. In a log that leaves the house only these stay, and what is no word of a person at all: what
 * is not known to be harmless may be a name, a subject, an address.
 */
const harmless = new Set(
  `a acknowledge ended accelerator asked attention book choose clipboard compositor conference details digits divert dtmf echo forget forgotten gather
  hang headsets heard how hung keys level low bandwidth measure microphones ms mute offered once own permissions practice probe quality rejection
  relays renew replace resumed save s saved secrets settings shared shortcut silent source split title transfer tune unhandled up update upgrade window
  windows abort aborted access after again already an and answer answered as at audio authentication back bad be because before but by
  call called calls can candidate cannot certificate changed channel client close closed code command compositor connect connected connecting
  connection could crashed data database dead desk destroyed device devices did disconnected dns does done down element end ended error
  event exceeded executable execute exit exited expected expired failed failure fetch file for found from full gone gpu had handle has
  headset heartbeat hold host http https in input internal invalid is it item key keyring killed large late left line load loaded local lost
  main malformed media memory message microphone missing module name network new no node none not null object of offer off ok on open
  opened operation or out output page parse path peer permission phone ping port preload process promise property protocol range
  read reason received refused register registered registration rejected relay remote removed renderer renewal request
  requested reset resource response restart retry ringer room script send sent server session set shell sink sip size socket sound
  speaker start started state status stop stopped storage store stream sync the then there timed timeout timer to token tone too track
  transaction transport true false type unable undefined unexpected unknown unreachable unsupported up use used user utility value voice
  wait was websocket window with without work write wrong ws wss`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const kept: readonly RegExp[] = [
  // Of Node and of Chromium.
  /^ERR_[A-Z_]+$/,
  /^[A-Z][A-Za-z]*(Error|Exception)$/,
  // Small figures, with their unit; not a number of a telephone.
  /^-?\d{1,5}([.,]\d{1,3})?(ms|s|%|Hz|kB|MB)?$/,
  // Where in the program: file, line and column.
  /^[\w-]{1,40}\.(js|cjs|mjs|ts):\d{1,6}(:\d{1,6})?$/,
];

/** What is known to be harmless of a text; everything else is one mark. */
export function scrub(text: string, secrets: Iterable<string> = []): string {
  return redact(text, secrets)
    .split(/([\s,;()[\]{}"'«»]+|[:=](?=\s))/)
    .map((token, index) => (index % 2 === 1 ? token : scrubWord(token)))
    .join('')
    .replace(/…([\s,;()[\]{}"'«»]*…)+/g, '…');
}

function scrubWord(token: string): string {
  const word = token.replace(/[.:!?]+$/, '');
  if (word === '') return token;
  return isHarmless(word) || kept.some((pattern) => pattern.test(word)) ? token : '…';
}

function isHarmless(word: string): boolean {
  return harmless.has(word.toLowerCase()) || isErrorCode(word) || Object.hasOwn(constants.errno, word);
}

const line = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) (debug|info|warn|error) +(shell|desk|voice) +([\w.:-]{1,80})(?: (.*))?$/;

/** One line of our log: when, how bad, where from and which event stay as they are. */
export function scrubLine(text: string, secrets: Iterable<string> = []): string {
  const parts = line.exec(text);
  if (parts === null) return scrub(text, secrets);
  const [, at = '', level = '', origin = '', event = '', detail] = parts;
  // Events are names in our code, `line-registered` or `command-retryLine`, or codes; a stranger's word is no event.
  const name = isErrorCode(event) || event.split(/[-.:]|(?=[A-Z])/).every(isHarmless) ? event : '…';
  const words = detail === undefined ? '' : ` ${scrub(detail, secrets)}`;
  return `${at} ${level} ${origin} ${name}${words}`;
}
