"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import type { SavedView } from "@/lib/saved-views/queries";
import type { SavedList } from "@/lib/saved-views/schema";
import { removeViewAction } from "./actions";

const SaveViewDialog = dynamic(() => import("./save-view-dialog").then((module) => module.SaveViewDialog), {
  ssr: false,
});

/** Opens, saves and removes somebody's own views of a list. */
export function SavedViewsMenu({ list, views }: { list: SavedList; views: readonly SavedView[] }) {
  const t = useTranslations("entries.views");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const pathname = usePathname();
  const [saving, setSaving] = useState(false);

  async function remove({ id, name }: SavedView) {
    const result = await removeViewAction({ viewId: id });
    if (result.ok) {
      showToast({ message: t("removed", { name }) });
      router.refresh();
    } else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
  }

  return (
    <>
      <Menu
        label={t("menu")}
        text={t("menu")}
        icon="bookmark"
        items={[
          ...views.map(({ id, name, query }) => ({
            id,
            section: t("saved"),
            label: name,
            href: `${pathname}?${query}`,
          })),
          { id: "save", section: "", label: t("save"), onSelect: () => setSaving(true) },
          ...views.map((view) => ({
            id: `remove-${view.id}`,
            section: t("remove"),
            label: view.name,
            danger: true,
            onSelect: () => void remove(view),
          })),
        ]}
      />
      {saving && <SaveViewDialog list={list} onClose={() => setSaving(false)} />}
    </>
  );
}
