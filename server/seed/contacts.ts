import type { Contact, Equipment } from '../../domain/contact/contact.ts';
import type { E164 } from '../../domain/phone-number/phone-number.ts';
import { organisationScope } from '../../domain/row.ts';
import { companyNotes, men, organisations, personNotes, surnames, towns, women } from './names.ts';
import type { Random } from './random.ts';

const zonePrefixes = { 1: '19900', 2: '26191', 3: '35301', 4: '46571', 5: '53649' } as const;
const mobilePrefix = '63998';

const boxes = ['Armor Box 5', 'Armor Box 6', 'Armor Box 6 Pro', 'Armor Box 4G'] as const;
const phones = ['Kerlo 8', 'Kerlo 9 Pro', 'Odet Lite', 'Odet 12', 'Sillon S2', 'Goéland Flip'] as const;

/** Makes fictional people; no number is given twice by chance, only on purpose. */
export class People {
  readonly #random: Random;
  readonly #given = new Set<E164>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** About `count` contacts: single people, families behind one landline, companies behind one switchboard. */
  contacts(count: number): Contact[] {
    const made: Contact[] = [];
    for (const organisation of organisations) {
      if (made.length < count) made.push(...this.#company(organisation));
    }
    for (let families = 0; families < count / 10; families += 1) made.push(...this.#family());
    while (made.length < count) made.push(this.#person({}));
    return made;
  }

  #family(): Contact[] {
    const name = this.#random.pick(surnames);
    const [town, zone] = this.#random.pick(towns);
    const landline = this.#number(zonePrefixes[zone]);
    const customerNumber = this.#customerNumber();
    const equipment = this.#home();
    return Array.from({ length: this.#random.between(2, 3) }, () =>
      this.#person({ surname: name, town, numbers: [landline, this.#number(mobilePrefix)], customerNumber, equipment }),
    );
  }

  #company(organisation: string): Contact[] {
    const [town, zone] = this.#random.pick(towns);
    const switchboard = this.#number(zonePrefixes[zone]);
    const customerNumber = this.#customerNumber();
    const equipment = [
      { kind: 'Box', label: `Armor Box 6 Pro n° ${this.#serial()}` },
      { kind: 'Standard', label: 'Standard Armor Pro, 6 postes' },
    ];
    return Array.from({ length: this.#random.between(1, 3) }, (_, index) =>
      this.#person({
        organisation,
        town,
        numbers: index === 0 ? [switchboard] : [switchboard, this.#number(mobilePrefix)],
        customerNumber,
        equipment,
      }),
    );
  }

  #person(known: {
    readonly surname?: string;
    readonly town?: string;
    readonly organisation?: string;
    readonly numbers?: readonly E164[];
    readonly customerNumber?: string;
    readonly equipment?: readonly Equipment[];
  }): Contact {
    const random = this.#random;
    const given = random.chance(0.5) ? random.pick(women) : random.pick(men);
    const surname = known.surname ?? random.pick(surnames);
    const [town, zone] = random.pick(towns);
    const mobile = this.#number(mobilePrefix);
    const numbers = known.numbers ?? (random.chance(0.6) ? [mobile, this.#number(zonePrefixes[zone])] : [mobile]);
    return {
      id: random.id(),
      scope: organisationScope,
      name: `${given} ${surname}`,
      organisation: known.organisation ?? null,
      town: known.town ?? town,
      email: random.chance(0.7) ? `${mailbox(given)}.${mailbox(surname)}@courriel.example` : null,
      numbers: [...numbers],
      customerNumber: known.customerNumber ?? this.#customerNumber(),
      equipment: [...(known.equipment ?? this.#home())],
      note: random.chance(0.15) ? random.pick(known.organisation === undefined ? personNotes : companyNotes) : null,
    };
  }

  #home(): Equipment[] {
    const random = this.#random;
    const equipment: Equipment[] = [{ kind: 'Box', label: `${random.pick(boxes)} n° ${this.#serial()}` }];
    if (random.chance(0.6)) equipment.push({ kind: 'Décodeur', label: `Armor TV 4K n° ${this.#serial()}` });
    if (random.chance(0.3)) equipment.push({ kind: 'Répéteur', label: 'Armor Wi-Fi+' });
    if (random.chance(0.7)) equipment.push({ kind: 'Mobile', label: random.pick(phones) });
    return equipment;
  }

  #number(prefix: string): E164 {
    for (;;) {
      const number = `+33${prefix}${String(this.#random.between(0, 9999)).padStart(4, '0')}`;
      if (this.#given.has(number)) continue;
      this.#given.add(number);
      return number;
    }
  }

  #customerNumber(): string {
    return `AT ${this.#random.between(1000, 9999)} ${this.#random.between(1000, 9999)}`;
  }

  #serial(): string {
    return `AB${this.#random.between(100_000, 999_999)}`;
  }
}

function mailbox(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
