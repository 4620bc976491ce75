import { DeadEnd } from "@/components/dead-end";

export default function NotFound() {
  return (
    <main className="flex min-h-[60dvh] flex-col justify-center">
      <DeadEnd kind="notFound" />
    </main>
  );
}
