import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getRotationOptions, listNamed } from "@/lib/rotations/queries";
import { mostPeople, type RotationFormValues } from "@/lib/rotations/schema";
import { nextNight } from "@/lib/rotations/terms";
import { RotationForm } from "./rotation-form";

export const generateMetadata = pageTitle((t) => t("rotations.new"));

export default async function NewRotationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("codes:rotate");
  const params = await searchParams;
  const [options, people, t] = await Promise.all([
    getRotationOptions(actor),
    listNamed(actor, listOf(params.staff).slice(0, mostPeople)),
    getTranslations("rotations"),
  ]);
  // What a link brings along, as far as it can be chosen.
  const team = options.teams.find((one) => one.id === params.team);
  const door = options.doors.find((one) => one.id === params.door);
  const timeZone = options.sites.find((site) => site.name === door?.siteName)?.timeZone ?? team?.timeZone;
  const zones = [...new Set(options.sites.map((site) => site.timeZone))];
  const nights = Object.fromEntries(zones.map((zone) => [zone, nextNight(Date.now(), zone)]));
  const values: RotationFormValues = {
    kind: team ? "team" : door ? "door" : "staff",
    staffIds: people.map((person) => person.id),
    teamId: team?.id ?? "",
    deviceId: door?.id ?? "",
    reason: "routine",
    mode: "seamless",
    keep: false,
    ...{ keepDay: "", keepTime: "18:00", when: "now", day: "", time: "" },
    timeZone: timeZone ?? zones[0] ?? "UTC",
    note: "",
  };
  return (
    <ClientMessages areas={["rotations", "access"]}>
      <PageHeader
        title={t("new")}
        description={t("form.description")}
        breadcrumbs={[{ label: t("title"), href: "/codes/rotations" }, { label: t("new") }]}
      />
      <RotationForm values={values} options={options} people={people} nights={nights} />
    </ClientMessages>
  );
}

/** `?staff=a&staff=b`, or `?staff=a,b`. */
function listOf(value: SearchParams[string]): string[] {
  const parts = typeof value === "string" ? [value] : (value ?? []);
  return parts.flatMap((part) => part.split(","));
}
