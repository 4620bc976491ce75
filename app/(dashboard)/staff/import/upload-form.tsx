"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type DragEvent, useEffect, useEffectEvent, useId, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Icon } from "@/components/ui/icon";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { uploadAction } from "./actions";
import { mostFileBytes, useFileProblem } from "./use-file-problem";

/** Three ways in for one file: dropped, chosen, or pasted as cells. */
export function UploadForm() {
  const t = useTranslations("import");
  const tCommon = useTranslations("common");
  const words = useFileProblem();
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<{ title: string; text: string } | null>(null);
  const [reading, setReading] = useState("");
  const [pending, startTransition] = useTransition();

  function send(file: File, pasted = false) {
    const title = t(pasted ? "upload.refusedPaste" : "upload.refused");
    setProblem(null);
    // A larger body would be cut off before anybody could say why.
    if (file.size > mostFileBytes) {
      const params = { reason: "file_too_large", limitMb: 10, foundMb: Math.ceil(file.size / 1024 / 1024) };
      setProblem({ title, text: words({ code: "file_refused", params }) });
      return;
    }
    setReading(file.name);
    startTransition(async () => {
      const form = new FormData();
      form.set("file", file);
      try {
        const result = await uploadAction(form);
        if (result.ok) router.push(`/staff/import/${result.value.importId}` as Route);
        else setProblem({ title, text: words(result.refusal) });
      } catch {
        setProblem({ title, text: tCommon("form.lost") });
      }
      if (input.current) input.current.value = "";
    });
  }

  // On a slow machine somebody may choose a file before the page can hear of it.
  const takeEarly = useEffectEvent(() => {
    const file = input.current?.files?.[0];
    if (file) send(file);
  });
  useEffect(() => takeEarly(), []);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !pending) send(file);
  }

  return (
    <div className="space-y-4">
      {problem && (
        <Callout tone="danger" title={problem.title} live>
          {problem.text} {t("upload.kept")}
        </Callout>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the extra way in; the button below is the one for all */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-col items-center gap-3 rounded-lg border border-dashed px-6 py-10 text-center transition-colors ${
          over ? "border-accent bg-accent-soft" : "border-line-strong bg-subtle"
        }`}
      >
        <Icon name="file-spreadsheet" size={24} className="text-muted" />
        <p className="text-lg font-medium">{t("upload.drop")}</p>
        <input
          ref={input}
          id={`${id}-file`}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
          aria-describedby={`${id}-limits`}
          aria-label={t("upload.browse")}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) send(file);
          }}
        />
        <Button
          variant="primary"
          icon="upload"
          pending={pending}
          aria-describedby={`${id}-limits`}
          onClick={() => input.current?.click()}
        >
          {t("upload.browse")}
        </Button>
        <p id={`${id}-limits`} className="max-w-md text-sm text-muted">
          {t("upload.limits")}
        </p>
        <p role="status" className="text-sm font-medium empty:hidden">
          {pending ? t("upload.reading", { name: reading }) : ""}
        </p>
      </div>
      <details className="group">
        <summary className="flex min-h-6 w-fit items-center gap-1.5 rounded font-medium text-accent hover:underline">
          <Icon name="chevron-right" size={14} className="transition-transform group-open:rotate-90" />
          {t("upload.pasteTitle")}
        </summary>
        <form
          className="mt-3 space-y-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") send(new File([text], t("upload.pasteName"), { type: "text/csv" }), true);
          }}
        >
          <Label htmlFor={`${id}-paste`}>{t("upload.pasteLabel")}</Label>
          <Textarea
            id={`${id}-paste`}
            rows={6}
            value={text}
            spellCheck={false}
            aria-describedby={`${id}-hint`}
            className="font-mono text-sm whitespace-pre"
            onChange={(event) => setText(event.target.value)}
          />
          <p id={`${id}-hint`} className="text-sm text-muted">
            {t("upload.pasteHint")}
          </p>
          <Button type="submit" pending={pending} disabled={text.trim() === ""}>
            {t("upload.pasteAction")}
          </Button>
        </form>
      </details>
    </div>
  );
}
