import type { IconName } from "@/components/ui/icon";

export interface NavItem {
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly icon: IconName;
  /** How much there is to see to, and that in words. */
  readonly badge?: { readonly count: number; readonly text: string };
}

export interface NavGroup {
  readonly id: string;
  /** Null for what stands alone. */
  readonly label: string | null;
  readonly items: readonly NavItem[];
}
