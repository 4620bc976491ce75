"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { onFirstToast } from "./toast";

const ToasterContent = dynamic(() => import("./toaster-content").then((module) => module.ToasterContent), {
  ssr: false,
});

export function Toaster({ label }: { label: string }) {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstToast(() => setWanted(true)), []);
  return wanted ? <ToasterContent label={label} /> : null;
}
