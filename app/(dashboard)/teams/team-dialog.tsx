"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { ok, type Result } from "@/lib/result";
import { teamSchema } from "@/lib/teams/schema";
import { createTeamAction, renameTeamAction } from "./actions";

/** A new team, or another name for one. */
export function TeamDialog({
  team,
  onClose,
}: {
  team: { id: string; name: string } | null;
  onClose: () => void;
}) {
  const t = useTranslations("teams");
  const router = useRouter();
  const form = useActionForm<typeof teamSchema, { teamId: string }>({
    action: (input) => (team ? rename(team.id, input.name) : createTeamAction(input)),
    schema: teamSchema,
    defaultValues: { name: team?.name ?? "" },
    onDone: ({ teamId }, { name }) => {
      showToast({ message: t(team ? "renamed" : "created", { name }) });
      onClose();
      if (!team) router.push(`/teams/${teamId}`);
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ name: t("name") }}
      size="sm"
      title={t(team ? "renameTitle" : "add")}
      submitLabel={t(team ? "save" : "create")}
      onClose={onClose}
    >
      <TextField form={form} name="name" label={t("name")} hint={t("nameHint")} required />
    </FormDialog>
  );
}

async function rename(teamId: string, name: string): Promise<Result<{ teamId: string }>> {
  const result = await renameTeamAction({ teamId, name });
  return result.ok ? ok({ teamId }) : result;
}
