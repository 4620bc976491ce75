"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { rememberPreference, type Theme, themeCookie, themes } from "@/components/preferences";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { localeCookie, locales } from "@/lib/i18n/locale";

export function AccountMenu({ name, email, role, theme }: AccountMenuProps) {
  const t = useTranslations("frame");
  const locale = useLocale();
  const router = useRouter();
  const [chosen, setChosen] = useState(theme);

  function chooseTheme(next: Theme) {
    setChosen(next);
    rememberPreference(themeCookie, next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  }

  async function leave() {
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/sign-in" });
  }

  const items: MenuItem[] = [
    ...themes.map((id) => ({
      id,
      section: t("account.theme"),
      label: t(`account.themes.${id}`),
      checked: chosen === id,
      keepOpen: true,
      onSelect: () => chooseTheme(id),
    })),
    ...locales.map((id) => ({
      id,
      section: t("account.language"),
      label: t(`account.languages.${id}`),
      checked: locale === id,
      onSelect: () => {
        rememberPreference(localeCookie, id);
        router.refresh();
      },
    })),
    {
      id: "sign-out",
      section: `${name} · ${role}`,
      label: t("account.signOut"),
      icon: "log-out",
      onSelect: () => void leave(),
    },
  ];

  return (
    <Menu
      label={t("account.menu", { name: name || email })}
      items={items}
      className="target-square inline-flex shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent hover:bg-pressed"
      trigger={<span>{initials(name || email)}</span>}
    />
  );
}

interface AccountMenuProps {
  name: string;
  email: string;
  /** The role in words. */
  role: string;
  theme: Theme;
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
