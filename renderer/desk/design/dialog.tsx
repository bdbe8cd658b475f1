import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../words/use-text.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export type DialogProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
  /** Hides the heading bar (the palette has its field there); the title stays for screen readers. */
  readonly bare?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
};

/** A dialog over the desk. Escape and a click beside it close it; the focus goes back where it was. */
export function Dialog({ title, onClose, size = 'medium', children, bare = false, role = 'dialog' }: DialogProps) {
  const text = useText();
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={[styles.modal, styles[size], bare ? styles.high : ''].join(' ')}>
        <AriaDialog className={styles.dialog ?? ''} role={role} {...(bare ? { 'aria-label': title } : {})}>
          {bare ? null : (
            <div className={styles.head}>
              <Heading slot="title" className={styles.title ?? ''}>
                {title}
              </Heading>
              <Button size="icon" aria-label={text('dialog.close')} onClick={onClose} icon={<X size={16} />} />
            </div>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
