import { DeadEnd } from "@/components/dead-end";

export default function Forbidden() {
  return (
    <main className="flex min-h-[60dvh] flex-col justify-center">
      <DeadEnd kind="forbidden" />
    </main>
  );
}
