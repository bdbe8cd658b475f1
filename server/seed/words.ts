import type { Contact } from '../../domain/contact/contact.ts';
import { women } from './names.ts';
import type { Random } from './random.ts';
import { demoAgents, teamIds } from './team.ts';

/** What stands for each `{word}` of a scenario. */
export type Words = Readonly<Record<string, string>>;

const dayFormat = new Intl.DateTimeFormat('fr-FR', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'Europe/Paris',
});

/** `when`: the day that the others are told from. */
export function wordsFor(random: Random, contact: Contact, when: Date): Words {
  const [given = '', ...rest] = contact.name.split(' ');
  const feminine = women.some((name) => contact.name.startsWith(`${name} `) || name === given);
  const surname =
    women.includes('Thi Lan') && contact.name.startsWith('Thi Lan ') ? rest.slice(1).join(' ') : rest.join(' ');
  const colleague = random.pick(
    demoAgents.filter((agent) => agent.teamIds.includes(teamIds.level2) && agent.role === 'agent'),
  );
  return {
    client: `${feminine ? 'Mme' : 'M.'} ${surname}`,
    e: feminine ? 'e' : '',
    il: feminine ? 'elle' : 'il',
    ville: contact.town ?? 'sa commune',
    box: labelOf(contact, 'Box') ?? 'Armor Box 5',
    mobile: labelOf(contact, 'Mobile') ?? 'Kerlo 8',
    heure: `${random.between(8, 18)} h ${random.pick(['', '15', '30', '45'])}`.trim(),
    jour: dayFormat.format(new Date(when.getTime() + random.between(1, 7) * 86_400_000)),
    date: dayFormat.format(new Date(when.getTime() - random.between(2, 9) * 86_400_000)),
    collegue: colleague.name.split(' ')[0] ?? colleague.name,
  };
}

/** Throws for a word that no scenario may use: a typing error in one is seen at once. */
export function fillIn(text: string, words: Words): string {
  return text.replace(/\{(\w+)\}/g, (_, word: string) => {
    const filled = words[word];
    if (filled === undefined) throw new RangeError(`unknown word {${word}}`);
    return filled;
  });
}

function labelOf(contact: Contact, kind: string): string | undefined {
  return contact.equipment.find((equipment) => equipment.kind === kind)?.label.replace(/ n° .*$/, '');
}
