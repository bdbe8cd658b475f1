import type { RefObject } from 'react';
import { Check } from 'lucide-react';
import { Header, Menu, MenuItem, MenuSection, Popover } from 'react-aria-components';
import type { ChoiceSection } from './menu.tsx';
import styles from './menu.module.css';

export type MenuListProps = {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly sections: readonly ChoiceSection[];
  /** Which choice has the focus at first. */
  readonly from: 'first' | 'last';
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
};

/** The open list of a menu; closed, it gives the focus back. */
export default function MenuList({ button, label, sections, from, onChoose, onClose }: MenuListProps) {
  return (
    <Popover
      className={styles.popover ?? ''}
      aria-label={label}
      triggerRef={button}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      offset={4}
      placement="bottom start"
    >
      <Menu
        className={styles.menu ?? ''}
        aria-label={label}
        autoFocus={from}
        onAction={(key) => onChoose(String(key))}
        onClose={onClose}
      >
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
      </Menu>
    </Popover>
  );
}
