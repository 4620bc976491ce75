"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import type { Person } from "@/components/form/found-people";
import { PersonPicker } from "@/components/form/person-picker";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { LinkButton } from "@/components/ui/link-button";
import { RadioGroup } from "@/components/ui/radio-group";
import { showToast } from "@/components/ui/toast";
import type { Consequences } from "@/lib/access/consequences";
import { adoptCodeAction, findCodeOwnersAction, previewAdoptionAction } from "../actions";
import type { AdoptProps } from "./adopt-button";

interface Input {
  deviceId: string;
  authId: string;
  staffId: string;
  code: "own" | "this";
  everywhere: boolean;
}

/** Whose code it is, whose digits are typed from now on, and what that does, before it is done. */
export function AdoptDialog({
  deviceId,
  authId,
  name,
  doorName,
  owner,
  doors,
  onClose,
}: AdoptProps & { onClose: () => void }) {
  const t = useTranslations("keypads.adopt");
  const router = useRouter();
  const suggested = owner && { ...owner, detail: "" };
  const [person, setPerson] = useState<Person | null>(suggested);
  const [code, setCode] = useState<Input["code"]>("own");
  const [everywhere, setEverywhere] = useState(doors.length > 0);
  const inputOf = (staffId: string, choice: Partial<Input> = {}): Input => ({
    ...{ deviceId, authId, staffId, code, everywhere },
    ...choice,
  });
  const review = useReview<Input, { count: number }>({
    preview: previewAdoptionAction,
    commit: (adoption, seen) => adoptCodeAction({ adoption, seen }),
    onDone: ({ count }) => {
      showToast({ message: t("done", { count, name: person?.name ?? "" }) });
      onClose();
      router.refresh();
    },
    startWith: suggested ? inputOf(suggested.id) : undefined,
  });
  // Answers to an earlier choice may still come in; only what was shown for this one may be confirmed.
  const wanted = person && inputOf(person.id);
  const reviewed =
    wanted && review.reviewed && isSame(review.reviewed.input, wanted) ? review.reviewed : null;
  const fate = reviewed && fateOf(reviewed.preview.consequences, deviceId);

  function ask(next: Person | null, choice: Partial<Input> = {}) {
    review.close();
    if (next) review.ask(inputOf(next.id, choice));
  }

  return (
    <ReviewDialog
      review={{ ...review, reviewed }}
      title={t("title", { name, door: doorName })}
      description={t("text")}
      confirmLabel={t(fate === "removed" ? "confirmRemoved" : "confirm")}
      danger={fate === "removed"}
      asked={person !== null}
      onClose={onClose}
    >
      <PersonPicker
        label={t("find")}
        hint={t("findHint")}
        otherLabel={t("other")}
        find={findCodeOwnersAction}
        tell={(count) => t("found", { count })}
        chosen={person}
        onChoose={(next) => {
          setPerson(next);
          ask(next);
        }}
      />
      {person && person.id !== owner?.id && (
        <RadioGroup
          legend={t("digits", { name: person.name })}
          name="digits"
          value={code}
          onChange={(event) => {
            const choice = event.target.value === "this" ? "this" : "own";
            setCode(choice);
            ask(person, { code: choice });
          }}
          options={[
            { value: "own", label: t("own", { name: person.name }), hint: t("ownHint") },
            { value: "this", label: t("this"), hint: t("thisHint", { name: person.name }) },
          ]}
        />
      )}
      {person && doors.length > 0 && (
        <Checkbox
          label={t("everywhere")}
          hint={t("everywhereHint", { doors: doors.join(", ") })}
          checked={everywhere}
          onChange={(event) => {
            setEverywhere(event.target.checked);
            ask(person, { everywhere: event.target.checked });
          }}
        />
      )}
      {person && fate && (
        <Callout
          live
          tone={fate === "removed" ? "danger" : "info"}
          action={
            fate === "removed" && (
              <LinkButton href={`/staff/${person.id}`}>{t("toPerson", { name: person.name })}</LinkButton>
            )
          }
        >
          {t(`fate.${fate}`, { name: person.name })}
        </Callout>
      )}
    </ReviewDialog>
  );
}

/** What becomes of the code at this door, by the plan. */
function fateOf({ doors }: Consequences, deviceId: string): "removed" | "changed" | "kept" {
  const here = doors.find((door) => door.id === deviceId);
  if (here && here.removed > 0) return "removed";
  return here && here.updated > 0 ? "changed" : "kept";
}

function isSame(a: Input, b: Input): boolean {
  return a.staffId === b.staffId && a.code === b.code && a.everywhere === b.everywhere;
}
