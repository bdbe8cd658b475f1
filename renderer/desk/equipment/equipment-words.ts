import {
  AppWindow,
  Laptop,
  Monitor,
  MonitorCloud,
  Package,
  Phone,
  Printer,
  Router,
  Tablet,
  type LucideIcon,
} from 'lucide-react';
import type { EquipmentItem, EquipmentKind } from '../../../domain/equipment/equipment.ts';

export const kindLabel: Readonly<Record<EquipmentKind, string>> = {
  computer: 'equipment.kind.computer',
  laptop: 'equipment.kind.laptop',
  tablet: 'equipment.kind.tablet',
  'virtual-desktop': 'equipment.kind.virtualDesktop',
  phone: 'equipment.kind.phone',
  printer: 'equipment.kind.printer',
  router: 'equipment.kind.router',
  software: 'equipment.kind.software',
  other: 'equipment.kind.other',
};

export const kindIcon: Readonly<Record<EquipmentKind, LucideIcon>> = {
  computer: Monitor,
  laptop: Laptop,
  tablet: Tablet,
  'virtual-desktop': MonitorCloud,
  phone: Phone,
  printer: Printer,
  router: Router,
  software: AppWindow,
  other: Package,
};

/** `HP LaserJet n° 8812`, as short as it can be told apart. */
export function equipmentName({ name, serial }: EquipmentItem): string {
  return serial === '' ? name : `${name} n° ${serial}`;
}

/** The kind that words on a contact's card mean, as far as they tell. */
export function kindOfWords(words: string): EquipmentKind {
  if (/box|routeur|router|modem|fibre|switch|wi-?fi|r[ée]p[ée]teur/i.test(words)) return 'router';
  if (/tablet/i.test(words)) return 'tablet';
  if (/mobile|phone|smartphone/i.test(words)) return 'phone';
  if (/imprimante|printer/i.test(words)) return 'printer';
  if (/portable|laptop/i.test(words)) return 'laptop';
  if (/\bpc\b|poste|computer|fixe/i.test(words)) return 'computer';
  return 'other';
}
