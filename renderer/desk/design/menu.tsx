import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, Header, Button } from 'react-aria-components';
import { Check } from 'lucide-react';
import styles from './menu.module.css';

export type Choice = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** A key or a short word at the right. */
  readonly hint?: string;
  readonly chosen?: boolean;
};

export type ChoiceSection = { readonly title: string | null; readonly choices: readonly Choice[] };

export type MenuProps = {
  readonly label: string;
  readonly sections: readonly ChoiceSection[];
  readonly onChoose: (id: string) => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** A button that opens a list of choices. */
export function Menu(props: MenuProps) {
  const { label, sections, onChoose, children, className } = props;
  const control = {
    ...(props.isOpen === undefined ? {} : { isOpen: props.isOpen }),
    ...(props.onOpenChange === undefined ? {} : { onOpenChange: props.onOpenChange }),
  };
  return (
    <MenuTrigger {...control}>
      <Button className={className ?? styles.trigger ?? ''} aria-label={label}>
        {children}
      </Button>
      <Popover className={styles.popover ?? ''} offset={4} placement="bottom start">
        <AriaMenu className={styles.menu ?? ''} aria-label={label} onAction={(key) => onChoose(String(key))}>
          {sections.map((section, index) => (
            <MenuSection
              key={section.title ?? index}
              className={styles.section ?? ''}
              aria-label={section.title ?? label}
            >
              {section.title === null ? null : <Header className={styles.title ?? ''}>{section.title}</Header>}
              {section.choices.map((choice) => (
                <MenuItem key={choice.id} id={choice.id} className={styles.item ?? ''} textValue={choice.label}>
                  <span className={styles.icon}>{choice.icon}</span>
                  <span className={styles.label}>{choice.label}</span>
                  {choice.hint === undefined ? null : <span className={styles.hint}>{choice.hint}</span>}
                  {choice.chosen === true ? <Check size={14} className={styles.check} aria-hidden="true" /> : null}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
